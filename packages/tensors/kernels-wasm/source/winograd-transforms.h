#pragma once
#include "simd.h"

// Winograd's minimal filtering with 6×6 tiles at the points 0, ±1, ±2, ∞ (Lavin and Gray 2015,
// arXiv:1509.09308). A line function transforms one line of a tile, whose elements lie `s` vectors
// apart, and writes them `t` apart; a square is transformed by columns, then by rows.

/** Points of a tile. */
#define POINTS 36

#define LINE(name) INLINE void name(const vec *from, const int s, vec *to, const int t)
#define D(index) from[(index) * s]
#define TO(index) to[(index) * t]

/** Bᵀ: six pixels of the input to six points. */
LINE(input_line) {
  const vec even_ones = multiply_subtract(D(2), splat(4), D(4));
  const vec odd_ones = multiply_subtract(D(1), splat(4), D(3));
  const vec even_twos = D(4) - D(2);
  const vec odd_twos = (D(3) - D(1)) * splat(2);
  TO(0) = multiply_add(D(0), splat(4), multiply_subtract(D(2), splat(5), D(4)));
  TO(1) = even_ones + odd_ones;
  TO(2) = even_ones - odd_ones;
  TO(3) = even_twos + odd_twos;
  TO(4) = even_twos - odd_twos;
  TO(5) = multiply_add(D(1), splat(4), multiply_subtract(D(3), splat(5), D(5)));
}

/** Aᵀ of F(4, 3): six points to four outputs. */
LINE(output_line) {
  const vec ones = D(1) + D(2);
  const vec odd_ones = D(1) - D(2);
  const vec twos = D(3) + D(4);
  const vec odd_twos = D(3) - D(4);
  TO(0) = D(0) + (ones + twos);
  TO(1) = multiply_add(odd_twos, splat(2), odd_ones);
  TO(2) = multiply_add(twos, splat(4), ones);
  TO(3) = multiply_add(odd_twos, splat(8), odd_ones + D(5));
}

/** G of F(4, 3): three taps of the filter to six points. */
LINE(filter_line) {
  const vec ends = D(0) + D(2);
  const vec sixth = splat(-1.0f / 6);
  const vec twelfth = D(1) * splat(1.0f / 12);
  const vec wide = D(0) * splat(1.0f / 24) + D(2) * splat(1.0f / 6);
  TO(0) = D(0) * splat(0.25f);
  TO(1) = (ends + D(1)) * sixth;
  TO(2) = (ends - D(1)) * sixth;
  TO(3) = wide + twelfth;
  TO(4) = wide - twelfth;
  TO(5) = D(2);
}

/** G of F(3, 4): four pixels of the output's gradient, which filter the input to give the filter's
 * gradient, to six points. */
LINE(gradient_line) {
  const vec sixth = splat(-1.0f / 6);
  const vec even_ones = (D(0) + D(2)) * sixth;
  const vec odd_ones = (D(1) + D(3)) * sixth;
  const vec even_twos = D(0) * splat(1.0f / 24) + D(2) * splat(1.0f / 6);
  const vec odd_twos = D(1) * splat(1.0f / 12) + D(3) * splat(1.0f / 3);
  TO(0) = D(0) * splat(0.25f);
  TO(1) = even_ones + odd_ones;
  TO(2) = even_ones - odd_ones;
  TO(3) = even_twos + odd_twos;
  TO(4) = even_twos - odd_twos;
  TO(5) = D(3);
}

/** Aᵀ of F(3, 4): six points to three taps of the filter's gradient. */
LINE(taps_line) {
  const vec ones = D(1) + D(2);
  const vec twos = D(3) + D(4);
  TO(0) = D(0) + (ones + twos);
  TO(1) = multiply_add(D(3) - D(4), splat(2), D(1) - D(2));
  TO(2) = multiply_add(twos, splat(4), ones + D(5));
}

#undef LINE
#undef D
#undef TO

/** Transforms a square of `size` by `size` vectors to one of `out` by `out`, by columns and then by
 * rows: LOAD(index) gives an element, STORE(index, value) takes one. */
#define TRANSFORM(line, size, out, LOAD, STORE)                                \
  do {                                                                         \
    vec buffer[(out) * (size)], *half = buffer;                                \
    IN_MEMORY(half);                                                           \
    UNROLL for (int x = 0; x < (size); x++) {                                  \
      vec column[size];                                                        \
      UNROLL for (int y = 0; y < (size); y++) column[y] = LOAD(y * (size) + x); \
      line(column, 1, half + x, size);                                         \
      IN_ORDER;                                                                \
    }                                                                          \
    UNROLL for (int y = 0; y < (out); y++) {                                   \
      vec row[out];                                                            \
      line(half + y * (size), 1, row, 1);                                      \
      UNROLL for (int x = 0; x < (out); x++) STORE(y * (out) + x, row[x]);     \
      IN_ORDER;                                                                \
    }                                                                          \
  } while (0)
