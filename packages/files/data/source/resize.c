// The two passes of `src/pixels/resize-compiled.ts` in SIMD, for WebAssembly. Pixels are kept in
// pairs, each level widened to 16 bits once, so that one instruction multiplies a pair of them by a
// pair of weights.
// A 22-bit weight is high · 2^16 + low, which both fit the processor's 16-bit products; high is
// nothing but where the filter is at its largest, and is left out elsewhere.
// The sums are whole numbers that may pass 2^32 on their way and come back, so the result is the
// same to the bit.

#define EXPORT(name) __attribute__((export_name(#name))) void name
#define INLINE static inline __attribute__((always_inline))

typedef unsigned char u8;
typedef unsigned int u32;
typedef __SIZE_TYPE__ bytes;

typedef signed char levels8 __attribute__((vector_size(16), aligned(1)));
typedef short levels16 __attribute__((vector_size(16), aligned(1)));
typedef int wholes __attribute__((vector_size(16), aligned(1)));
typedef u32 sums __attribute__((vector_size(16), aligned(1)));

/** Bytes of two pixels in eight rows: [8 rows, red red green green blue blue], 16 bits each. */
#define BLOCK 96

/** Half of the last kept bit: rounds to the nearest level. */
#define HALF (1u << 21)

/** Where the pairs of one column or row begin, in bytes, and how many there are; then those with a
 * high weight. */
struct taps {
  u32 low, lows, high, highs;
};

INLINE levels8 load(const u8 *from) { return *(const levels8 *)from; }
INLINE void store(u8 *to, levels8 value) { *(levels8 *)to = value; }

/** A pair of weights in every lane. */
INLINE levels16 pair_of(const u8 *weights) {
  const u32 pair = *(const u32 *)weights;
  return (levels16)(sums){pair, pair, pair, pair};
}

/** A pair's pixels times a pair's weights, added to a sum: four values. */
INLINE sums gathered(sums sum, const u8 *pairs, levels16 weights) {
  return sum + (sums)__builtin_wasm_dot_s_i32x4_i16x8((levels16)load(pairs), weights);
}

/** The high part of a sum put in its place, ready to be rounded. */
INLINE sums raised(sums sum) { return (sum << 16) + (sums){HALF, HALF, HALF, HALF}; }

/** Eight sums → eight levels, 16 bits wide and not yet limited to 0 … 255. */
INLINE levels16 levels(sums near, sums far) { return __builtin_wasm_narrow_s_i16x8_i32x4((wholes)near >> 22, (wholes)far >> 22); }

INLINE levels8 limited(levels16 near, levels16 far) { return (levels8)__builtin_wasm_narrow_u_i8x16_i16x8(near, far); }

/** The first two of four or more pixels, widened: red red green green blue blue, 16 bits each, and
 * four bytes of nothing. */
INLINE levels8 first_pair(levels8 pixels) {
  return __builtin_wasm_swizzle_i8x16(pixels, (levels8){0, -128, 3, -128, 1, -128, 4, -128, 2, -128, 5, -128, -128, -128, -128, -128});
}

/** The third and fourth pixel, widened. */
INLINE levels8 second_pair(levels8 pixels) {
  return __builtin_wasm_swizzle_i8x16(pixels, (levels8){6, -128, 9, -128, 7, -128, 10, -128, 8, -128, 11, -128, -128, -128, -128, -128});
}

/** [8 rows, pixels, 3] → blocks of pixels. An odd block may follow the last; reads and writes up to
 * 16 bytes beyond the ends. */
EXPORT(widen)(const u8 *input, bytes pitch, int blocks, u8 *output) {
  for (int left = blocks; left > 0; left -= 2, input += 12, output += 2 * BLOCK) {
    levels8 rows[8];
#pragma clang loop unroll(full)
    for (int row = 0; row < 8; row++) rows[row] = load(input + row * pitch);
    // Twelve bytes each; the four beyond them are the next row's, or the next block's.
#pragma clang loop unroll(full)
    for (int row = 0; row < 8; row++) store(output + 12 * row, first_pair(rows[row]));
#pragma clang loop unroll(full)
    for (int row = 0; row < 8; row++) store(output + BLOCK + 12 * row, second_pair(rows[row]));
  }
}

/** Blocks of pixels → [4 pairs of rows, columns, red red green green blue blue], 16 bits each.
 * `weights` holds the high pairs, then the low pairs of each column. */
EXPORT(across)(const u8 *blocks, u8 *output, bytes pitch, int columns, const struct taps *taps, const u8 *weights) {
  for (int column = 0; column < columns; column++, taps++, output += 12) {
    sums sum[6] = {0};
    const u8 *at = blocks + taps->high;
    for (u32 left = taps->highs; left > 0; left--, at += BLOCK, weights += 4) {
      const levels16 pair = pair_of(weights);
#pragma clang loop unroll(full)
      for (int part = 0; part < 6; part++) sum[part] = gathered(sum[part], at + 16 * part, pair);
    }
#pragma clang loop unroll(full)
    for (int part = 0; part < 6; part++) sum[part] = raised(sum[part]);
    at = blocks + taps->low;
    for (u32 left = taps->lows; left > 0; left--, at += BLOCK, weights += 4) {
      const levels16 pair = pair_of(weights);
#pragma clang loop unroll(full)
      for (int part = 0; part < 6; part++) sum[part] = gathered(sum[part], at + 16 * part, pair);
    }
    const levels8 near = limited(levels(sum[0], sum[1]), levels(sum[2], sum[3])); // rows 0 … 3 and a part of the next
    const levels8 far = limited(levels(sum[3], sum[4]), levels(sum[5], sum[5])); // rows 4 … 7
    store(output, first_pair(near)); // twelve bytes; the four beyond them are the next column's
    store(output + pitch, second_pair(near));
    store(output + 2 * pitch, first_pair(far));
    store(output + 3 * pitch, second_pair(far));
  }
}

/** [pairs of input rows, pitch] as `across` leaves them → [rows, pitch / 4]. `taps` and `weights`
 * are of each row as there of each column. `pitch` is a multiple of 64. */
EXPORT(down)(const u8 *input, u8 *output, bytes pitch, int rows, const struct taps *taps, const u8 *weights) {
  for (int row = 0; row < rows; row++, taps++) {
    for (bytes column = 0; column < pitch; column += 64, output += 16) {
      const u8 *weight = weights, *at = input + taps->high + column;
      sums sum[4] = {0};
      for (u32 left = taps->highs; left > 0; left--, at += pitch, weight += 4) {
        const levels16 pair = pair_of(weight);
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) sum[part] = gathered(sum[part], at + 16 * part, pair);
      }
#pragma clang loop unroll(full)
      for (int part = 0; part < 4; part++) sum[part] = raised(sum[part]);
      at = input + taps->low + column;
      for (u32 left = taps->lows; left > 0; left--, at += pitch, weight += 4) {
        const levels16 pair = pair_of(weight);
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) sum[part] = gathered(sum[part], at + 16 * part, pair);
      }
      store(output, limited(levels(sum[0], sum[1]), levels(sum[2], sum[3])));
    }
    weights += (taps->lows + taps->highs) * 4;
  }
}
