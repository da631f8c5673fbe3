import type { RgbImage } from '../pixels/image.ts';

/** The image as its orientation tag says it is to be seen; 1, and what is no
 * orientation, leaves it. 5 … 8 swap the axes.
 *
 * Source: TIFF 6.0, section 8, Orientation, which EXIF took over. */
export function turned(image: RgbImage, orientation: number): RgbImage {
  if (!(orientation >= 2 && orientation <= 8)) return image;
  const swaps = orientation >= 5;
  const [width, height] = swaps ? [image.height, image.width] : [image.width, image.height];
  const data = new Uint8Array(image.data.length);
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = swaps ? [y, x] : [x, y];
      const column = fromRight ? image.width - 1 - across : across;
      const row = fromBottom ? image.height - 1 - down : down;
      const from = (row * image.width + column) * 3;
      data.set(image.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}
