import type { Rectangle, RgbImage } from './image.ts';

/** How a resized pixel is gathered from its neighbours. Both widen with the scale when shrinking, as Pillow's do. */
export type Interpolation = 'bilinear' | 'bicubic';

export interface ResizeConfig {
  /** Size of the whole result, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of the image to resize, as if it had been cut out first: pixels beyond it are not seen. Default: all. */
  readonly crop?: Rectangle;
  /** The part of the result that is wanted; nothing else is computed. Default: all. */
  readonly window?: Rectangle;
  readonly interpolation?: Interpolation;
}

/** Resizes with antialiasing, equal to Pillow's `Image.resize` in every pixel: two passes, across then down, in 22-bit fixed point, each rounded to eight bits.
 *
 * Source: Pillow 9.4 `src/libImaging/Resample.c` (the method; the code is ours), which torchvision's transforms call for images. */
export function resize(image: RgbImage, { width, height, crop, window, interpolation = 'bilinear' }: ResizeConfig): RgbImage {
  const source = crop ?? { left: 0, top: 0, width: image.width, height: image.height };
  const wanted = window ?? { left: 0, top: 0, width, height };
  const filter = filters[interpolation];
  const across = weigh({ from: source.width, to: width, first: wanted.left, count: wanted.width, filter });
  const down = weigh({ from: source.height, to: height, first: wanted.top, count: wanted.height, filter });
  const firstRow = down.starts[0]!;
  const lastRow = down.starts[wanted.height - 1]! + down.lengths[wanted.height - 1]!;
  const narrow = resizeAcross(image, { ...source, top: source.top + firstRow, height: lastRow - firstRow }, across);
  return { width: wanted.width, height: wanted.height, data: resizeDown(narrow, wanted.width * 3, down, firstRow) };
}

const fractionBits = 22;
const half = 1 << (fractionBits - 1);

interface Filter {
  /** Distance, in result pixels, beyond which a source pixel has no weight. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const filters: Readonly<Record<Interpolation, Filter>> = {
  bilinear: { support: 1, weight: triangle },
  bicubic: { support: 2, weight: cubic },
};

function triangle(distance: number): number {
  return Math.max(0, 1 - Math.abs(distance));
}

/** Keys' cubic convolution kernel with a = −0.5, which is Pillow's choice. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** For each wanted result position: where its source pixels start, how many there are, and their fixed-point weights at `position * stride`. */
interface Weights {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly weights: Int32Array;
  readonly stride: number;
}

interface Axis {
  /** Source pixels and result pixels along this axis. */
  readonly from: number;
  readonly to: number;
  /** The wanted run of result pixels. */
  readonly first: number;
  readonly count: number;
  readonly filter: Filter;
}

function weigh({ from, to, first, count, filter }: Axis): Weights {
  const scale = from / to;
  const widening = Math.max(1, scale);
  const support = filter.support * widening;
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  const weights = new Int32Array(count * stride);
  const row = new Float64Array(stride);
  for (let position = 0; position < count; position++) {
    const centre = (first + position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    let total = 0;
    for (let tap = 0; tap < length; tap++) total += row[tap] = filter.weight((tap + start - centre + 0.5) * (1 / widening));
    for (let tap = 0; tap < length; tap++) weights[position * stride + tap] = toFixedPoint(row[tap]! / total);
    starts[position] = start;
    lengths[position] = length;
  }
  return { starts, lengths, weights, stride };
}

function toFixedPoint(weight: number): number {
  return Math.trunc(weight * 2 ** fractionBits + (weight < 0 ? -0.5 : 0.5));
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

/** [rows from `firstRow`, rowLength] → [wanted rows, rowLength]. Sums whole rows at a time: a column at a time would miss the cache on every step. */
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
