#pragma once
#include "simd.h"

// A tile of sums in registers: TILE_ROWS rows of up to two vectors. With two vectors of b and one
// splat of a, it fills the registers: 32 with AVX-512 and NEON, 16 with AVX, and the 15 that V8
// allots to wasm on x86-64.
#if defined(__AVX512F__)
#define TILE_ROWS 14
#elif defined(__aarch64__)
#define TILE_ROWS 12
#else
#define TILE_ROWS 6
#endif

/** Columns of a panel of b; behind them lie zeros. */
#define PANEL (2 * LANES)

#if defined(__wasm__)
/** V8 spills the sums of a tile with anything but two vectors and one loop, so that wasm computes
 * whole tiles alone: rows behind the last are read, and their sums have room. */
#define WHOLE_TILES 1
#define LEAST_COLUMNS PANEL
#else
#define WHOLE_TILES 0
#define LEAST_COLUMNS LANES
#endif

/** A matrix in memory: element (i, k) lies at i · row + k · step. */
struct operand {
  const float *from;
  offset row, step;
};

/** c[i, j] = from[i, j] + Σₖ a[i, k] · b[k, j] for `rows` rows of `vectors` vectors. `from` may be
 * `c`; with stride 0 it is one row for all, zeros or a bias. */
INLINE void tile(const int rows, const int vectors, struct operand a, const float *b, offset b_step, const float *from, offset from_row, float *c, offset c_row, int depth) {
  vec sums[TILE_ROWS][2];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int j = 0; j < vectors; j++) sums[i][j] = load(from + i * from_row + j * LANES);
  }
  const float *values = a.from;
  for (int k = 0; k < depth; k++, values += a.step, b += b_step) {
    vec right[2];
    UNROLL for (int j = 0; j < vectors; j++) right[j] = load(b + j * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      const vec left = splat(values[i * a.row]);
      UNROLL for (int j = 0; j < vectors; j++) sums[i][j] = multiply_add(left, right[j], sums[i][j]);
      IN_ORDER;
    }
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int j = 0; j < vectors; j++) store(c + i * c_row + j * LANES, sums[i][j]);
  }
}

/** Of `columns`, from `column` on, how many vectors the next tile has. */
INLINE int tile_vectors(int columns, int column) { return WHOLE_TILES || columns - column > LANES ? 2 : 1; }

#define TILE_ARGUMENTS struct operand a, const float *b, offset b_step, const float *from, offset from_row, float *c, offset c_row, int depth
#define TILE_CASE(n) case n: tile(n, VECTORS, a, b, b_step, from, from_row, c, c_row, depth); return;

#if WHOLE_TILES
/** Rows of a are one behind the other in k. */
static __attribute__((noinline)) void row_tile(TILE_ARGUMENTS) {
  a.step = 1;
  tile(TILE_ROWS, 2, a, b, PANEL, from, from_row, c, c_row, depth);
}
static __attribute__((noinline)) void column_tile(TILE_ARGUMENTS) {
  a.row = 1;
  tile(TILE_ROWS, 2, a, b, b_step, from, from_row, c, c_row, depth);
}
INLINE void any_tile(int rows, int vectors, TILE_ARGUMENTS) {
  if (a.step == 1) row_tile(a, b, b_step, from, from_row, c, c_row, depth);
  else column_tile(a, b, b_step, from, from_row, c, c_row, depth);
}
#else
#if TILE_ROWS == 14
#define TILE_CASES TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6) TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12) TILE_CASE(13) TILE_CASE(14)
#elif TILE_ROWS == 12
#define TILE_CASES TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6) TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12)
#else
#define TILE_CASES TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6)
#endif
#define VECTORS 2
static __attribute__((noinline)) void row_tile(int rows, TILE_ARGUMENTS) { a.step = 1; switch (rows) { TILE_CASES } }
static __attribute__((noinline)) void column_tile(int rows, TILE_ARGUMENTS) { a.row = 1; switch (rows) { TILE_CASES } }
#undef VECTORS
#define VECTORS 1
static __attribute__((noinline)) void narrow_row_tile(int rows, TILE_ARGUMENTS) { a.step = 1; switch (rows) { TILE_CASES } }
static __attribute__((noinline)) void narrow_column_tile(int rows, TILE_ARGUMENTS) { a.row = 1; switch (rows) { TILE_CASES } }
#undef VECTORS
INLINE void any_tile(int rows, int vectors, TILE_ARGUMENTS) {
  if (a.step == 1) (vectors == 2 ? row_tile : narrow_row_tile)(rows, a, b, b_step, from, from_row, c, c_row, depth);
  else (vectors == 2 ? column_tile : narrow_column_tile)(rows, a, b, b_step, from, from_row, c, c_row, depth);
}
#endif

/** The sums of one panel for any number of rows, in tiles of nearly equal height: a short one has
 * too few sums to hide the latency of an addition. Either a's rows or its columns are contiguous. */
INLINE void panel_sums(int rows, int vectors, TILE_ARGUMENTS) {
  for (int left = (rows + TILE_ROWS - 1) / TILE_ROWS; left > 0; left--) {
    const int height = WHOLE_TILES ? TILE_ROWS : (rows + left - 1) / left;
    any_tile(height, vectors, a, b, b_step, from, from_row, c, c_row, depth);
    rows -= height;
    a.from += height * a.row;
    from += height * from_row;
    c += height * c_row;
  }
}

/** sums [rows, columns] += aᵀ · b over `depth` steps, `a_step` and `b_step` floats apart. */
INLINE void add_outer_products(const float *a, offset a_step, const float *b, offset b_step, float *sums, offset sums_row, int rows, int columns, int depth) {
  for (int column = 0; column < columns; column += PANEL) {
    panel_sums(rows, tile_vectors(columns, column), (struct operand){a, 1, a_step}, b + column, b_step, sums + column, sums_row, sums + column, sums_row, depth);
  }
}
