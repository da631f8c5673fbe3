import { multiplyAdd, multiplySubtract } from './simd';

// Winograd's minimal filtering with 6×6 tiles at the points 0, ±1, ±2, ∞ (Lavin and
// Gray 2015, arXiv:1509.09308). Each function transforms one line of a tile; a tile is
// transformed by columns, then by rows.
// `stride`s are in bytes between neighbouring elements of the line; a vector is four channels.

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32, stride: usize): usize {
  return base + <usize>index * stride;
}

/** Bᵀ: six pixels of the input to six points. */
// @ts-ignore: decorator
@inline
export function transformInputLine(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(at(from, 1, fromStride));
  const d2 = v128.load(at(from, 2, fromStride));
  const d3 = v128.load(at(from, 3, fromStride));
  const d4 = v128.load(at(from, 4, fromStride));
  const d5 = v128.load(at(from, 5, fromStride));
  const four = f32x4.splat(4);
  const two = f32x4.splat(2);
  const evenOnes = multiplySubtract(d2, four, d4);
  const oddOnes = multiplySubtract(d1, four, d3);
  const evenTwos = f32x4.sub(d4, d2);
  const oddTwos = f32x4.mul(f32x4.sub(d3, d1), two);
  v128.store(to, multiplyAdd(d0, four, multiplySubtract(d2, f32x4.splat(5), d4)));
  v128.store(at(to, 1, toStride), f32x4.add(evenOnes, oddOnes));
  v128.store(at(to, 2, toStride), f32x4.sub(evenOnes, oddOnes));
  v128.store(at(to, 3, toStride), f32x4.add(evenTwos, oddTwos));
  v128.store(at(to, 4, toStride), f32x4.sub(evenTwos, oddTwos));
  v128.store(at(to, 5, toStride), multiplyAdd(d1, four, multiplySubtract(d3, f32x4.splat(5), d5)));
}

/** Aᵀ of F(4, 3): six points to four outputs. */
// @ts-ignore: decorator
@inline
export function transformOutputLine(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(at(from, 1, fromStride));
  const m2 = v128.load(at(from, 2, fromStride));
  const m3 = v128.load(at(from, 3, fromStride));
  const m4 = v128.load(at(from, 4, fromStride));
  const m5 = v128.load(at(from, 5, fromStride));
  const ones = f32x4.add(m1, m2);
  const oddOnes = f32x4.sub(m1, m2);
  const twos = f32x4.add(m3, m4);
  const oddTwos = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(m0, f32x4.add(ones, twos)));
  v128.store(at(to, 1, toStride), multiplyAdd(oddTwos, f32x4.splat(2), oddOnes));
  v128.store(at(to, 2, toStride), multiplyAdd(twos, f32x4.splat(4), ones));
  v128.store(at(to, 3, toStride), multiplyAdd(oddTwos, f32x4.splat(8), f32x4.add(oddOnes, m5)));
}

/** G of F(4, 3): three taps of the filter to six points. */
// @ts-ignore: decorator
@inline
export function transformFilterLine(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(at(from, 1, fromStride));
  const g2 = v128.load(at(from, 2, fromStride));
  const ends = f32x4.add(g0, g2);
  const sixth = f32x4.splat(-1.0 / 6.0);
  const twelfth = f32x4.mul(g1, f32x4.splat(1.0 / 12.0));
  const wide = f32x4.add(f32x4.mul(g0, f32x4.splat(1.0 / 24.0)), f32x4.mul(g2, f32x4.splat(1.0 / 6.0)));
  v128.store(to, f32x4.mul(g0, f32x4.splat(0.25)));
  v128.store(at(to, 1, toStride), f32x4.mul(f32x4.add(ends, g1), sixth));
  v128.store(at(to, 2, toStride), f32x4.mul(f32x4.sub(ends, g1), sixth));
  v128.store(at(to, 3, toStride), f32x4.add(wide, twelfth));
  v128.store(at(to, 4, toStride), f32x4.sub(wide, twelfth));
  v128.store(at(to, 5, toStride), g2);
}

/** G of F(3, 4): four pixels of the output's gradient, which filter the input to give the filter's
 * gradient, to six points. */
// @ts-ignore: decorator
@inline
export function transformGradientLine(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(at(from, 1, fromStride));
  const g2 = v128.load(at(from, 2, fromStride));
  const g3 = v128.load(at(from, 3, fromStride));
  const sixth = f32x4.splat(-1.0 / 6.0);
  const evenOnes = f32x4.mul(f32x4.add(g0, g2), sixth);
  const oddOnes = f32x4.mul(f32x4.add(g1, g3), sixth);
  const evenTwos = f32x4.add(f32x4.mul(g0, f32x4.splat(1.0 / 24.0)), f32x4.mul(g2, f32x4.splat(1.0 / 6.0)));
  const oddTwos = f32x4.add(f32x4.mul(g1, f32x4.splat(1.0 / 12.0)), f32x4.mul(g3, f32x4.splat(1.0 / 3.0)));
  v128.store(to, f32x4.mul(g0, f32x4.splat(0.25)));
  v128.store(at(to, 1, toStride), f32x4.add(evenOnes, oddOnes));
  v128.store(at(to, 2, toStride), f32x4.sub(evenOnes, oddOnes));
  v128.store(at(to, 3, toStride), f32x4.add(evenTwos, oddTwos));
  v128.store(at(to, 4, toStride), f32x4.sub(evenTwos, oddTwos));
  v128.store(at(to, 5, toStride), g3);
}

/** Aᵀ of F(3, 4): six points to three taps of the filter's gradient. */
// @ts-ignore: decorator
@inline
export function transformTapsLine(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(at(from, 1, fromStride));
  const m2 = v128.load(at(from, 2, fromStride));
  const m3 = v128.load(at(from, 3, fromStride));
  const m4 = v128.load(at(from, 4, fromStride));
  const m5 = v128.load(at(from, 5, fromStride));
  const ones = f32x4.add(m1, m2);
  const twos = f32x4.add(m3, m4);
  v128.store(to, f32x4.add(m0, f32x4.add(ones, twos)));
  v128.store(at(to, 1, toStride), multiplyAdd(f32x4.sub(m3, m4), f32x4.splat(2), f32x4.sub(m1, m2)));
  v128.store(at(to, 2, toStride), multiplyAdd(twos, f32x4.splat(4), f32x4.add(ones, m5)));
}
