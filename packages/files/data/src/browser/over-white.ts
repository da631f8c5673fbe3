import type { RgbImage } from '../pixels/image.ts';

/** Colours over white, where an image of grays tells how much of them covers it;
 * rounded down, as libvips does.
 *
 * @throws {RangeError} when the two differ in size. */
export function overWhite({ width, height, data: colours }: RgbImage, alpha: RgbImage): RgbImage {
  if (alpha.width !== width || alpha.height !== height)
    throw new RangeError(`its transparency has ${alpha.width} × ${alpha.height} pixels, its colours ${width} × ${height}`);
  return { width, height, data: colours.map((level, at) => Math.floor((level * alpha.data[at]! + 255 * (255 - alpha.data[at]!)) / 255)) };
}
