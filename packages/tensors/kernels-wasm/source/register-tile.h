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

// A tile is a function of its own for each height and width, with a's rows one behind the other in k
// (row tiles) or its columns (column tiles): `a_stride` is the other distance.
#define TILE_REST const float *b, offset b_step, const float *from, offset from_row, float *c, offset c_row, int depth
#define TILE_PARAMETERS const float *a, offset a_stride, TILE_REST
#define TILE_ARGUMENTS b, b_step, from, from_row, c, c_row, depth
#define BY_ROWS (struct operand){a, a_stride, 1}
#define BY_COLUMNS (struct operand){a, 1, a_stride}

#if WHOLE_TILES
static __attribute__((noinline)) void row_tile(TILE_PARAMETERS) { tile(TILE_ROWS, 2, BY_ROWS, TILE_ARGUMENTS); }
static __attribute__((noinline)) void column_tile(TILE_PARAMETERS) { tile(TILE_ROWS, 2, BY_COLUMNS, TILE_ARGUMENTS); }
INLINE void any_tile(int rows, int vectors, int is_row_tile, TILE_PARAMETERS) {
  if (is_row_tile) row_tile(a, a_stride, TILE_ARGUMENTS);
  else column_tile(a, a_stride, TILE_ARGUMENTS);
}
#else
#if TILE_ROWS == 14
#define EACH_HEIGHT(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14)
#elif TILE_ROWS == 12
#define EACH_HEIGHT(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12)
#else
#define EACH_HEIGHT(DO) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6)
#endif
#define TILE_CASE_2_BY_ROWS(n) case n: tile(n, 2, BY_ROWS, TILE_ARGUMENTS); return;
#define TILE_CASE_1_BY_ROWS(n) case n: tile(n, 1, BY_ROWS, TILE_ARGUMENTS); return;
#define TILE_CASE_2_BY_COLUMNS(n) case n: tile(n, 2, BY_COLUMNS, TILE_ARGUMENTS); return;
#define TILE_CASE_1_BY_COLUMNS(n) case n: tile(n, 1, BY_COLUMNS, TILE_ARGUMENTS); return;
static __attribute__((noinline)) void row_tile(int rows, TILE_PARAMETERS) { switch (rows) { EACH_HEIGHT(TILE_CASE_2_BY_ROWS) } }
static __attribute__((noinline)) void narrow_row_tile(int rows, TILE_PARAMETERS) { switch (rows) { EACH_HEIGHT(TILE_CASE_1_BY_ROWS) } }
static __attribute__((noinline)) void column_tile(int rows, TILE_PARAMETERS) { switch (rows) { EACH_HEIGHT(TILE_CASE_2_BY_COLUMNS) } }
static __attribute__((noinline)) void narrow_column_tile(int rows, TILE_PARAMETERS) { switch (rows) { EACH_HEIGHT(TILE_CASE_1_BY_COLUMNS) } }
INLINE void any_tile(int rows, int vectors, int is_row_tile, TILE_PARAMETERS) {
  if (is_row_tile) (vectors == 2 ? row_tile : narrow_row_tile)(rows, a, a_stride, TILE_ARGUMENTS);
  else (vectors == 2 ? column_tile : narrow_column_tile)(rows, a, a_stride, TILE_ARGUMENTS);
}
#endif

/** The sums of one panel for any number of rows, in tiles of nearly equal height: a short one has
 * too few sums to hide the latency of an addition. a's rows are contiguous, or its columns. */
INLINE void panel_sums(int rows, int vectors, struct operand a, TILE_REST) {
  const int is_row_tile = a.step == 1;
  for (int left = (rows + TILE_ROWS - 1) / TILE_ROWS; left > 0; left--) {
    const int height = WHOLE_TILES ? TILE_ROWS : (rows + left - 1) / left;
    any_tile(height, vectors, is_row_tile, a.from, is_row_tile ? a.row : a.step, TILE_ARGUMENTS);
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
