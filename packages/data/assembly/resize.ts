// The two passes of `src/resize.ts` in SIMD. A 22-bit weight is kept as high · 2^11 + low, which both fit the 16-bit products of the processor;
// the sums are whole numbers, so the result is the same to the bit.

/** Half of the last kept bit: rounds to the nearest level. */
const half: i32 = 1 << 21;

/** Sums of low and high parts → four levels 0 … 255, still 32 bits wide. */
function rounded(low: v128, high: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.add(low, i32x4.splat(half)), i32x4.shl(high, 11)), 22);
}

/** Writes the three lowest of four levels, and a fourth byte that the next column overwrites. */
function storePixel(at: usize, levels: v128): void {
  const words = i16x8.narrow_i32x4_s(levels, levels);
  v128.store32_lane(at, i8x16.narrow_i16x8_u(words, words), 0);
}

/** [rows, pixels, 3] → [rows, columns, 3], two rows at a time, which share the reading of the weights. Four taps a step: `weights` holds of each four taps their low parts,
 *  then their high parts, 16 bits each. `starts` holds of each column the byte where its taps begin, `groups` its steps. Reads and writes up to 16 bytes beyond the ends. */
export function across(
  input: usize,
  inputPitch: usize,
  rows: i32,
  output: usize,
  outputPitch: usize,
  columns: i32,
  starts: usize,
  groups: usize,
  weights: usize,
): void {
  // red red green green blue blue of two pixels, each widened to 16 bits
  const firstPair = i8x16(0, -128, 3, -128, 1, -128, 4, -128, 2, -128, 5, -128, -128, -128, -128, -128);
  const secondPair = i8x16(6, -128, 9, -128, 7, -128, 10, -128, 8, -128, 11, -128, -128, -128, -128, -128);
  for (let row = 0; row < rows; row += 2) {
    const paired = row + 1 < rows; // else the last row is its own pair
    const line = input + <usize>row * inputPitch;
    const nextLine = paired ? inputPitch : 0;
    let at = output + <usize>row * outputPitch;
    const nextAt = paired ? outputPitch : 0;
    let weight = weights;
    for (let column = 0; column < columns; column++, at += 3) {
      let pixel = line + <usize>load<u32>(starts + ((<usize>column) << 2));
      let low0 = i32x4.splat(0),
        low1 = i32x4.splat(0);
      let high0 = i32x4.splat(0),
        high1 = i32x4.splat(0);
      for (let left = load<i32>(groups + ((<usize>column) << 2)); left > 0; left--, pixel += 12, weight += 16) {
        const taps0 = v128.load(pixel);
        const taps1 = v128.load(pixel + nextLine);
        const firstLow = v128.load32_splat(weight),
          firstHigh = v128.load32_splat(weight, 8);
        const first0 = i8x16.swizzle(taps0, firstPair);
        const first1 = i8x16.swizzle(taps1, firstPair);
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(first0, firstLow));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(first1, firstLow));
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(first0, firstHigh));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(first1, firstHigh));
        const secondLow = v128.load32_splat(weight, 4),
          secondHigh = v128.load32_splat(weight, 12);
        const second0 = i8x16.swizzle(taps0, secondPair);
        const second1 = i8x16.swizzle(taps1, secondPair);
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(second0, secondLow));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(second1, secondLow));
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(second0, secondHigh));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(second1, secondHigh));
      }
      storePixel(at, rounded(low0, high0));
      storePixel(at + nextAt, rounded(low1, high1));
    }
  }
}

/** [input rows, pitch] → [rows, pitch]. Two taps a step: `weights` holds of each two taps their low parts, then their high parts, 16 bits each.
 *  `starts` holds of each row the byte where its first tap's row begins, `pairs` its steps. `pitch` is a multiple of 16. */
export function down(input: usize, output: usize, pitch: usize, rows: i32, starts: usize, pairs: usize, weights: usize): void {
  let firstWeight = weights;
  for (let row = 0; row < rows; row++) {
    const top = input + <usize>load<u32>(starts + ((<usize>row) << 2));
    const steps = load<i32>(pairs + ((<usize>row) << 2));
    for (let column: usize = 0; column < pitch; column += 16) {
      let pixel = top + column;
      let weight = firstWeight;
      let low0 = i32x4.splat(0),
        low1 = i32x4.splat(0),
        low2 = i32x4.splat(0),
        low3 = i32x4.splat(0);
      let high0 = i32x4.splat(0),
        high1 = i32x4.splat(0),
        high2 = i32x4.splat(0),
        high3 = i32x4.splat(0);
      for (let left = steps; left > 0; left--, pixel += pitch << 1, weight += 8) {
        const upper = v128.load(pixel);
        const lower = v128.load(pixel + pitch);
        const near = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const far = i8x16.shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        const lowWeights = v128.load32_splat(weight);
        const highWeights = v128.load32_splat(weight, 4);
        const first = i16x8.extend_low_i8x16_u(near),
          second = i16x8.extend_high_i8x16_u(near);
        const third = i16x8.extend_low_i8x16_u(far),
          fourth = i16x8.extend_high_i8x16_u(far);
        low0 = i32x4.add(low0, i32x4.dot_i16x8_s(first, lowWeights));
        low1 = i32x4.add(low1, i32x4.dot_i16x8_s(second, lowWeights));
        low2 = i32x4.add(low2, i32x4.dot_i16x8_s(third, lowWeights));
        low3 = i32x4.add(low3, i32x4.dot_i16x8_s(fourth, lowWeights));
        high0 = i32x4.add(high0, i32x4.dot_i16x8_s(first, highWeights));
        high1 = i32x4.add(high1, i32x4.dot_i16x8_s(second, highWeights));
        high2 = i32x4.add(high2, i32x4.dot_i16x8_s(third, highWeights));
        high3 = i32x4.add(high3, i32x4.dot_i16x8_s(fourth, highWeights));
      }
      const near = i16x8.narrow_i32x4_s(rounded(low0, high0), rounded(low1, high1));
      const far = i16x8.narrow_i32x4_s(rounded(low2, high2), rounded(low3, high3));
      v128.store(output + <usize>row * pitch + column, i8x16.narrow_i16x8_u(near, far));
    }
    firstWeight += (<usize>steps) << 3;
  }
}
