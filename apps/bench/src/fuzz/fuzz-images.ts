import { ImageError, decodeImage } from '@attune/data';

import { type FuzzResult, type FuzzRun, fuzzFiles } from './fuzz-files.ts';
import { imageSeeds } from './image-seeds.ts';

/** A mutated header may claim a picture that takes seconds to fill with nothing; what is larger is
 * refused, as it would be in any run with that limit. */
const maxPixels = 2 ** 22;

/** Decodes so many mutated images of every format, and tells what became of them. */
export async function fuzzImages(run: FuzzRun): Promise<FuzzResult> {
  return fuzzFiles(await imageSeeds(), { read: decode, refusalOf: (error) => (ImageError.isInstance(error) ? 'broken' : null) }, run);
}

async function decode(bytes: Uint8Array): Promise<void> {
  const { width, height, data } = await decodeImage(bytes, { maxPixels });
  if (data.length !== width * height * 3) throw new RangeError(`${width} × ${height} pixels came as ${data.length} bytes`);
}
