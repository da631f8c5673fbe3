#pragma once
#include "pack-panels.h"

/** output [batch, rows, columns] = relu?(a · b + bias). Either operand may be stored transposed. */
struct matrix_product {
  ref a, b, bias, output;
  int rows, columns, depth;
  /** 1: stored [depth, rows]. */
  int a_transposed;
  /** 1: stored [columns, depth]. */
  int b_transposed;
  /** Floats from one matrix of the batch to the next; 0 where it is one for all. */
  int a_batch, b_batch;
  int row_block, row_blocks, column_blocks;
  int relu;
};

/** Columns an item computes. */
#define COLUMN_BLOCK 64
#define DEPTH_BLOCK 256

/** The rectangle that one item computes. */
struct rectangle {
  int batch, first_row, first_column, rows, columns;
};

/** Rows of `a` are read where they are, but for a last whole tile that would end behind the
 * matrix: those are copied to `tail`. */
static void add_plain(char *memory, const struct matrix_product *task, const struct rectangle *at, int start, int depth, float *sums, float *tail, float *panels) {
  const offset depth_stride = task->b_transposed ? 1 : task->columns;
  const offset column_stride = task->b_transposed ? task->depth : 1;
  const float *b = AT(task->b) + at->batch * task->b_batch + start * depth_stride + at->first_column * column_stride;
  const float *a = AT(task->a) + at->batch * task->a_batch + at->first_row * task->depth + start;
  const int whole = WHOLE_TILES ? at->rows / TILE_ROWS * TILE_ROWS : at->rows;
  for (int row = whole; row < at->rows; row++) copy_floats(tail + (row - whole) * depth, a + row * task->depth, depth);
  for (int column = 0; column < at->columns; column += PANEL) {
    const int vectors = tile_vectors(at->columns, column);
    const int width = vectors * LANES;
    float *panel = panels + column * depth;
    float *to = sums + column;
    pack_rows(b + column * column_stride, depth_stride, column_stride, depth, min(width, at->columns - column), width, panel);
    panel_sums(whole, vectors, (struct operand){a, task->depth, 1}, panel, width, to, COLUMN_BLOCK, to, COLUMN_BLOCK, depth);
    float *rest = to + whole * COLUMN_BLOCK;
    if (whole < at->rows) panel_sums(at->rows - whole, vectors, (struct operand){tail, depth, 1}, panel, width, rest, COLUMN_BLOCK, rest, COLUMN_BLOCK, depth);
  }
}

/** Both operands are copied, a depth at a time, so that whole tiles may be read. */
static void add_transposed(char *memory, const struct matrix_product *task, const struct rectangle *at, int start, int depth, float *sums, float *a, float *b) {
  const float *b_from = AT(task->b) + at->batch * task->b_batch + at->first_column * (task->b_transposed ? task->depth : 1);
  const float *a_from = AT(task->a) + at->batch * task->a_batch + at->first_row;
  for (int k = 0; k < depth; k++) {
    copy_floats(a + k * task->row_block, a_from + (start + k) * task->rows, at->rows);
    if (!task->b_transposed) copy_floats(b + k * COLUMN_BLOCK, b_from + (start + k) * task->columns, at->columns);
    else for (int column = 0; column < at->columns; column++) b[k * COLUMN_BLOCK + column] = b_from[column * task->depth + start + k];
  }
  add_outer_products(a, task->row_block, b, COLUMN_BLOCK, sums, COLUMN_BLOCK, at->rows, at->columns, depth);
}

/** Computes one rectangle of one product. Scratch: sums [rowBlock, 64], b [256, 64] in panels or
 * rows, a [256, rowBlock]. */
ITEM(matrix_product) {
  FIELDS(matrix_product, task);
  const int blocks = task->row_blocks * task->column_blocks;
  struct rectangle at;
  at.batch = item / blocks;
  at.first_row = item % blocks % task->row_blocks * task->row_block;
  at.first_column = item % blocks / task->row_blocks * COLUMN_BLOCK;
  at.rows = min(task->row_block, task->rows - at.first_row);
  at.columns = min(COLUMN_BLOCK, task->columns - at.first_column);
  float *b = scratch + task->row_block * COLUMN_BLOCK;
  float *a = b + DEPTH_BLOCK * COLUMN_BLOCK;
  for (int row = 0; row < round_up(at.rows, TILE_ROWS); row++) {
    if (task->bias == 0) zero_floats(scratch + row * COLUMN_BLOCK, COLUMN_BLOCK);
    else copy_floats(scratch + row * COLUMN_BLOCK, AT(task->bias) + at.first_column, at.columns);
  }
  for (int start = 0; start < task->depth; start += DEPTH_BLOCK) {
    const int depth = min(DEPTH_BLOCK, task->depth - start);
    (task->a_transposed ? add_transposed : add_plain)(memory, task, &at, start, depth, scratch, a, b);
  }
  for (int row = 0; row < at.rows; row++) {
    float *to = AT(task->output) + (at.batch * task->rows + at.first_row + row) * task->columns + at.first_column;
    (task->relu ? copy_positive : copy_floats)(to, scratch + row * COLUMN_BLOCK, at.columns);
  }
}
