import { describe, expect, it } from 'vitest';

import { viewLoader as inBrowser } from '../browser/view-loader.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';
import type { ViewLoaderOptions } from '../pixels/view-loader-options.ts';
import { viewLoader } from './view-loader.ts';

describe.each([
  ['in Node', viewLoader],
  ['in a browser', inBrowser],
])('a view loader %s', (_, make) => {
  it('refuses an option that does not exist, with the one that was meant', () => {
    const options = { preprocessing: preprocessingFor({ imageSize: 8 }), maxpixels: 9 } as ViewLoaderOptions;
    expect(() => make(options)).toThrow(/"maxpixels" is not an option: did you mean "maxPixels"/u);
  });

  it('says what is missing when nothing tells how images are shown', () => {
    expect(() => make({} as ViewLoaderOptions)).toThrow(
      expect.objectContaining({ code: 'ATTUNE_DATA_OPTION', faults: [expect.objectContaining({ option: 'preprocessing' })] }),
    );
  });
});
