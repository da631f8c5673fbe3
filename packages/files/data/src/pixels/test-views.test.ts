import { describe, expect, it } from 'vitest';

import { keyedRandom } from '../order/random.ts';
import { preprocess, preprocessingFor } from './preprocessing.ts';
import { type TestViews, countViews, testViewNames, testViews } from './test-views.ts';

const random = keyedRandom(3);
const [width, height, size] = [23, 17, 12] as const;
const image = { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256)) };
/** Its short side is that of the image, so that nothing is resized. */
const preprocessing = preprocessingFor({ imageSize: size, resizeSize: height, mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] });

/** Bytes of the square whose corner is there, mirrored where asked. */
function square(left: number, top: number, mirrored = false): number[] {
  return Array.from({ length: size * size * 3 }, (_, at) => {
    const [row, column, channel] = [Math.floor(at / 3 / size), Math.floor(at / 3) % size, at % 3];
    return image.data[((top + row) * width + left + (mirrored ? size - 1 - column : column)) * 3 + channel]!;
  });
}

const [right, bottom] = [width - size, height - size];
/** Of FiveCrop, in torchvision's order; 5.5 and 2.5 are rounded to even, as Python does. */
const corners = [
  [0, 0],
  [right, 0],
  [0, bottom],
  [right, bottom],
  [6, 2],
] as const;

const seen = (views: TestViews) => [...testViews(image, preprocessing, views)].map(Math.round);

describe('testViews', () => {
  it('five-crops are the corners and the centre, ten-crops these and their mirror images', () => {
    expect(seen('five-crops')).toEqual(corners.flatMap(([left, top]) => square(left, top)));
    expect(seen('ten-crops')).toEqual([false, true].flatMap((mirrored) => corners.flatMap(([left, top]) => square(left, top, mirrored))));
  });

  it('the centre is what evaluation sees, and flip adds its mirror image', () => {
    expect([...testViews(image, preprocessing, 'centre')]).toEqual([...preprocess(image, preprocessing)]);
    expect(seen('flip')).toEqual([false, true].flatMap((mirrored) => square(6, 2, mirrored)));
  });

  it.each(testViewNames)('%s are as many as countViews says', (views) => {
    expect(testViews(image, preprocessing, views)).toHaveLength(countViews(views) * size * size * 3);
  });
});
