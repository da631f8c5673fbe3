// The two passes of `src/resize.ts` in SIMD. Pixels are kept in pairs, each level widened to 16
// bits once, so that one instruction multiplies a pair of them by a pair of weights.
// A 22-bit weight is high · 2^16 + low, which both fit the processor's 16-bit products; high is
// nothing but where the filter is at its largest, and is left out elsewhere.
// The sums are whole numbers that may pass 2^32 on their way and come back, so the
// result is the same to the bit.

/** Half of the last kept bit: rounds to the nearest level. */
const half: i32 = 1 << 21;

/** Bytes of two pixels in eight rows: [8 rows, red red green green blue blue], 16 bits each. */
const block: usize = 96;

/** A pair's pixels times a pair's weights, added to a sum: four values. */
function gathered(sum: v128, pairs: usize, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(pairs), weights));
}

/** The high part of a sum put in its place, ready to be rounded. */
function raised(sum: v128): v128 {
  return i32x4.add(i32x4.shl(sum, 16), i32x4.splat(half));
}

/** Eight sums → eight levels, 16 bits wide and not yet limited to 0 … 255. */
function levels(near: v128, far: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(near, 22), i32x4.shr_s(far, 22));
}

/** The first two of four or more pixels, widened: red red green green blue blue, 16
 * bits each, and four bytes of nothing. */
function firstPair(pixels: v128): v128 {
  return i8x16.swizzle(pixels, i8x16(0, -128, 3, -128, 1, -128, 4, -128, 2, -128, 5, -128, -128, -128, -128, -128));
}

/** The third and fourth pixel, widened. */
function secondPair(pixels: v128): v128 {
  return i8x16.swizzle(pixels, i8x16(6, -128, 9, -128, 7, -128, 10, -128, 8, -128, 11, -128, -128, -128, -128, -128));
}

/** [8 rows, pixels, 3] → blocks of pixels. An odd block may follow the last; reads and writes up to
 * 16 bytes beyond the ends. */
export function widen(input: usize, pitch: usize, blocks: i32, output: usize): void {
  for (let left = blocks; left > 0; left -= 2, input += 12, output += block << 1) {
    const below = input + (pitch << 2);
    const row0 = v128.load(input);
    const row1 = v128.load(input + pitch);
    const row2 = v128.load(input + (pitch << 1));
    const row3 = v128.load(input + pitch * 3);
    const row4 = v128.load(below);
    const row5 = v128.load(below + pitch);
    const row6 = v128.load(below + (pitch << 1));
    const row7 = v128.load(below + pitch * 3);
    v128.store(output, firstPair(row0)); // twelve bytes; the four beyond them are the next row's, or the next block's
    v128.store(output, firstPair(row1), 12);
    v128.store(output, firstPair(row2), 24);
    v128.store(output, firstPair(row3), 36);
    v128.store(output, firstPair(row4), 48);
    v128.store(output, firstPair(row5), 60);
    v128.store(output, firstPair(row6), 72);
    v128.store(output, firstPair(row7), 84);
    v128.store(output, secondPair(row0), 96);
    v128.store(output, secondPair(row1), 108);
    v128.store(output, secondPair(row2), 120);
    v128.store(output, secondPair(row3), 132);
    v128.store(output, secondPair(row4), 144);
    v128.store(output, secondPair(row5), 156);
    v128.store(output, secondPair(row6), 168);
    v128.store(output, secondPair(row7), 180);
  }
}

/** Blocks of pixels → [4 pairs of rows, columns, red red green green blue blue], 16 bits each.
 * `taps` holds of each column, 32 bits each: the byte where its blocks begin, how many
 *  have a low weight, the byte where those with a high weight begin, how many. `weights` holds the
 * high pairs, then the low pairs of each column. */
export function across(blocks: usize, output: usize, pitch: usize, columns: i32, taps: usize, weights: usize): void {
  for (let column = 0; column < columns; column++, taps += 16, output += 12) {
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    let sum2 = i32x4.splat(0);
    let sum3 = i32x4.splat(0);
    let sum4 = i32x4.splat(0);
    let sum5 = i32x4.splat(0);
    let at = blocks + <usize>load<u32>(taps, 8);
    for (let left = load<u32>(taps, 12); left > 0; left--, at += block, weights += 4) {
      const pair = v128.load32_splat(weights);
      sum0 = gathered(sum0, at, pair);
      sum1 = gathered(sum1, at + 16, pair);
      sum2 = gathered(sum2, at + 32, pair);
      sum3 = gathered(sum3, at + 48, pair);
      sum4 = gathered(sum4, at + 64, pair);
      sum5 = gathered(sum5, at + 80, pair);
    }
    sum0 = raised(sum0);
    sum1 = raised(sum1);
    sum2 = raised(sum2);
    sum3 = raised(sum3);
    sum4 = raised(sum4);
    sum5 = raised(sum5);
    at = blocks + <usize>load<u32>(taps);
    for (let left = load<u32>(taps, 4); left > 0; left--, at += block, weights += 4) {
      const pair = v128.load32_splat(weights);
      sum0 = gathered(sum0, at, pair);
      sum1 = gathered(sum1, at + 16, pair);
      sum2 = gathered(sum2, at + 32, pair);
      sum3 = gathered(sum3, at + 48, pair);
      sum4 = gathered(sum4, at + 64, pair);
      sum5 = gathered(sum5, at + 80, pair);
    }
    const near = i8x16.narrow_i16x8_u(levels(sum0, sum1), levels(sum2, sum3)); // rows 0 … 3 and a part of the next
    const far = i8x16.narrow_i16x8_u(levels(sum3, sum4), levels(sum5, sum5)); // rows 4 … 7
    v128.store(output, firstPair(near)); // twelve bytes; the four beyond them are the next column's
    v128.store(output + pitch, secondPair(near));
    v128.store(output + (pitch << 1), firstPair(far));
    v128.store(output + pitch * 3, secondPair(far));
  }
}

/** [pairs of input rows, pitch] as `across` leaves them → [rows, pitch / 4]. `taps` and `weights`
 * are of each row as there of each column. `pitch` is a multiple of 64. */
export function down(input: usize, output: usize, pitch: usize, rows: i32, taps: usize, weights: usize): void {
  for (let row = 0; row < rows; row++, taps += 16) {
    const lows = load<u32>(taps, 4);
    const highs = load<u32>(taps, 12);
    for (let column: usize = 0; column < pitch; column += 64, output += 16) {
      let weight = weights;
      let sum0 = i32x4.splat(0);
      let sum1 = i32x4.splat(0);
      let sum2 = i32x4.splat(0);
      let sum3 = i32x4.splat(0);
      let at = input + <usize>load<u32>(taps, 8) + column;
      for (let left = highs; left > 0; left--, at += pitch, weight += 4) {
        const pair = v128.load32_splat(weight);
        sum0 = gathered(sum0, at, pair);
        sum1 = gathered(sum1, at + 16, pair);
        sum2 = gathered(sum2, at + 32, pair);
        sum3 = gathered(sum3, at + 48, pair);
      }
      sum0 = raised(sum0);
      sum1 = raised(sum1);
      sum2 = raised(sum2);
      sum3 = raised(sum3);
      at = input + <usize>load<u32>(taps) + column;
      for (let left = lows; left > 0; left--, at += pitch, weight += 4) {
        const pair = v128.load32_splat(weight);
        sum0 = gathered(sum0, at, pair);
        sum1 = gathered(sum1, at + 16, pair);
        sum2 = gathered(sum2, at + 32, pair);
        sum3 = gathered(sum3, at + 48, pair);
      }
      v128.store(output, i8x16.narrow_i16x8_u(levels(sum0, sum1), levels(sum2, sum3)));
    }
    weights += (<usize>(lows + highs)) << 2;
  }
}
