/** How a resized pixel is gathered from its neighbours. Both widen with the scale when
 * shrinking, as Pillow's do. */
export type Interpolation = 'bilinear' | 'bicubic';

/** Weights are whole numbers of 2^−22. */
export const fractionBits = 22;

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

/** For each wanted result position: where its source pixels start, how many there are, and their
 * fixed-point weights at `position * stride`. */
export interface Weights {
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
  readonly interpolation: Interpolation;
}

/** The weights of a run of result pixels, as Pillow computes them. */
export function weigh({ from, to, first, count, interpolation }: Axis): Weights {
  const filter = filters[interpolation];
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

const one = 2 ** fractionBits;

function toFixedPoint(weight: number): number {
  return Math.trunc(weight * one + (weight < 0 ? -0.5 : 0.5));
}
