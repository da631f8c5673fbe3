import { channelsOf } from './channels.ts';
import type { Rectangle, RgbImage } from './image.ts';

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

/** The normalised value of each byte: 256 for each channel. */
export type NormalizationTable = Float32Array;

/** (value / 255 − mean) / std, each step rounded to float32 as torchvision's `ToTensor` and
 * `Normalize` do, so that inputs are bit-equal to torch's. */
export function normalizationTable({ mean, std }: { readonly mean: readonly number[]; readonly std: readonly number[] }): NormalizationTable {
  return Float32Array.from({ length: 256 * mean.length }, (_, entry) => {
    const channel = entry >> 8;
    const centred = Math.fround(Math.fround((entry & 255) / 255) - Math.fround(mean[channel]!));
    return Math.fround(centred / Math.fround(std[channel]!));
  });
}

type Written = View & { readonly size: number; readonly table: NormalizationTable };

/** Writes the `size` × `size` square of a view at `offset`, through the table. */
export function writeNormalized(output: Float32Array, offset: number, view: Written): void {
  const { size, erased, table } = view;
  const channels = table.length >> 8;
  if (channelsOf(view.image) !== channels)
    throw new RangeError(
      `The image has ${channelsOf(view.image)} channels, and ${channels} are to be normalised: decode it with as many, or convert it by withChannels first.`,
    );
  if (channels === 3) writeColours(output, offset, view);
  else writeChannels(output, offset, view);
  if (erased === undefined) return;
  for (let row = erased.top; row < erased.top + erased.height; row++) {
    const start = offset + (row * size + erased.left) * channels;
    output.fill(0, start, start + erased.width * channels); // the mean colour is 0 once normalised
  }
}

function writeColours(output: Float32Array, offset: number, { image: { data, width, height }, left, top, flipped, fill, size, table }: Written): void {
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
}

function writeChannels(output: Float32Array, offset: number, { image: { data, width, height }, left, top, flipped, fill, size, table }: Written): void {
  const channels = table.length >> 8;
  let at = offset;
  for (let row = top; row < top + size; row++) {
    for (let count = 0; count < size; count++) {
      const column = left + (flipped ? size - 1 - count : count);
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      const pixel = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) output[at++] = table[256 * channel + (inside ? data[pixel + channel]! : fill)]!;
    }
  }
}
