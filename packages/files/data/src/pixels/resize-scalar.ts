import type { Rectangle, RgbImage } from './image.ts';
import { type Weights, fractionBits } from './resize-weights.ts';

const half = 1 << (fractionBits - 1);

/** The two passes in plain arithmetic: the definition that the compiled kernel equals to the bit.
 *
 * @param part the rectangle of `image` that the weights span. */
export function resizeScalar(image: RgbImage, part: Rectangle, { across, down }: { readonly across: Weights; readonly down: Weights }): Uint8Array {
  const firstRow = down.starts[0]!;
  const rows = down.starts.at(-1)! + down.lengths.at(-1)! - firstRow;
  const narrow = resizeAcross(image, { ...part, top: part.top + firstRow, height: rows }, across);
  return resizeDown(narrow, across.starts.length * 3, down, firstRow);
}

/** [rows of `part`, its columns, 3] → [rows, wanted columns, 3]. */
function resizeAcross(image: RgbImage, part: Rectangle, { starts, lengths, weights, stride }: Weights): Uint8ClampedArray {
  const columns = starts.length;
  const { data } = image;
  const output = new Uint8ClampedArray(part.height * columns * 3); // clamps the bicubic overshoot
  let at = 0;
  for (let row = 0; row < part.height; row++) {
    const rowStart = ((part.top + row) * image.width + part.left) * 3;
    for (let column = 0; column < columns; column++) {
      let red = half;
      let green = half;
      let blue = half;
      let pixel = rowStart + starts[column]! * 3;
      const firstWeight = column * stride;
      const end = firstWeight + lengths[column]!;
      for (let tap = firstWeight; tap < end; tap++, pixel += 3) {
        const weight = weights[tap]!;
        red = (red + Math.imul(weight, data[pixel]!)) | 0;
        green = (green + Math.imul(weight, data[pixel + 1]!)) | 0;
        blue = (blue + Math.imul(weight, data[pixel + 2]!)) | 0;
      }
      output[at++] = red >> fractionBits;
      output[at++] = green >> fractionBits;
      output[at++] = blue >> fractionBits;
    }
  }
  return output;
}

/** [rows from `firstRow`, rowLength] → [wanted rows, rowLength]. Sums whole rows at a time: a
 * column at a time would miss the cache on every step. */
function resizeDown(input: Uint8ClampedArray, rowLength: number, { starts, lengths, weights, stride }: Weights, firstRow: number): Uint8Array {
  const rows = starts.length;
  const output = new Uint8ClampedArray(rows * rowLength);
  const sums = new Int32Array(rowLength);
  for (let row = 0; row < rows; row++) {
    sums.fill(half);
    for (let tap = 0; tap < lengths[row]!; tap++) {
      const weight = weights[row * stride + tap]!;
      const rowStart = (starts[row]! - firstRow + tap) * rowLength;
      for (let column = 0; column < rowLength; column++) sums[column] = sums[column]! + Math.imul(weight, input[rowStart + column]!);
    }
    const outputStart = row * rowLength;
    for (let column = 0; column < rowLength; column++) output[outputStart + column] = sums[column]! >> fractionBits;
  }
  return new Uint8Array(output.buffer);
}
