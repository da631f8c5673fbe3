import type { Rectangle, Rgb, RgbImage } from './image.ts';

/** A square seen in an image: its top left corner at (`left`, `top`), which may lie outside. */
export interface View {
  readonly image: RgbImage;
  readonly left: number;
  readonly top: number;
  /** Mirrored left to right. */
  readonly flipped: boolean;
  /** What pixels outside count as in every channel, 0 … 255. */
  readonly fill: number;
  /** A part of the square, in its own pixels, that is covered with the mean colour. */
  readonly erased?: Rectangle;
}

/** The normalised value of each byte: 256 for red, then green, then blue. */
export type NormalizationTable = Float32Array;

/** (value / 255 − mean) / std, each step rounded to float32 as torchvision's `ToTensor` and
 * `Normalize` do, so that inputs are bit-equal to torch's. */
export function normalizationTable({ mean, std }: { readonly mean: Rgb; readonly std: Rgb }): NormalizationTable {
  return Float32Array.from({ length: 768 }, (_, entry) => {
    const channel = entry >> 8;
    const centred = Math.fround(Math.fround((entry & 255) / 255) - Math.fround(mean[channel]!));
    return Math.fround(centred / Math.fround(std[channel]!));
  });
}

/** Writes the `size` × `size` square of a view at `offset`, through the table. */
export function writeNormalized(
  output: Float32Array,
  offset: number,
  { image: { data, width, height }, left, top, flipped, fill, erased, size, table }: View & { readonly size: number; readonly table: NormalizationTable },
): void {
  const step = flipped ? -1 : 1;
  const firstColumn = flipped ? left + size - 1 : left;
  let at = offset;
  for (let row = top; row < top + size; row++) {
    const rowInside = row >= 0 && row < height;
    for (let count = 0, column = firstColumn; count < size; count++, column += step, at += 3) {
      const inside = rowInside && column >= 0 && column < width;
      const pixel = (row * width + column) * 3;
      output[at] = table[inside ? data[pixel]! : fill]!;
      output[at + 1] = table[256 + (inside ? data[pixel + 1]! : fill)]!;
      output[at + 2] = table[512 + (inside ? data[pixel + 2]! : fill)]!;
    }
  }
  if (erased === undefined) return;
  for (let row = erased.top; row < erased.top + erased.height; row++) {
    const start = offset + (row * size + erased.left) * 3;
    output.fill(0, start, start + erased.width * 3); // the mean colour is 0 once normalised
  }
}
