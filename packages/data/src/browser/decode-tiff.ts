import UTIF from 'utif2';

import type { RgbImage } from '../image.ts';

/** Decodes the first picture of a TIFF, transparency over white, turned as its orientation tag says. No browser but Safari reads TIFF itself.
 *
 * @throws {RangeError} when it holds no picture. */
export function decodeTiff(bytes: Uint8Array): RgbImage {
  const file = bytes.slice().buffer;
  const [page] = UTIF.decode(file);
  if (page === undefined) throw new RangeError('it is a TIFF without a picture');
  UTIF.decodeImage(file, page);
  const { width, height } = page;
  if (!(width >= 1 && height >= 1)) throw new RangeError('its picture cannot be read');
  const [orientation] = (page['t274'] as number[] | undefined) ?? [1];
  return turned(overWhite({ width, height, data: UTIF.toRGBA8(page) }), orientation ?? 1);
}

function overWhite({ width, height, data: pixels }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = pixels[from + 3]!;
    for (let channel = 0; channel < 3; channel++) data[to + channel] = Math.round((pixels[from + channel]! * alpha + 255 * (255 - alpha)) / 255);
  }
  return { width, height, data };
}

/** Orientations 5 … 8 swap the axes. Source: TIFF 6.0, section 8, Orientation. */
function turned(image: RgbImage, orientation: number): RgbImage {
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
