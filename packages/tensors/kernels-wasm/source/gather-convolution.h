#pragma once
#include "register-tile.h"

/** A stretch of filter taps that reads neighbouring pixels of one row. */
struct tap_run {
  /** Row and first column of the pixels read, relative to the window's place. */
  int row, column, taps;
};

/** A convolution as a matrix product: each output pixel's window, gathered, is a row of A; the
 * filter, packed in panels, is B.
 *
 * It serves the forward pass and, one residue of the stride at a time, the gradient of the
 * input. */
struct gather_convolution {
  ref input;
  /** As `pack_panels` writes them. */
  ref panels;
  ref output;
  /** [outChannels], or a row of zeros. */
  ref bias;
  ref runs;
  int run_count;
  /** taps · inChannels */
  int depth;
  int in_height, in_width, in_channels;
  /** Pixels that windows advance by. */
  int step;
  /** The output pixels that are computed: a grid of `grid_height` × `grid_width` an image. */
  int grid_height, grid_width;
  int out_height, out_width, out_channels;
  /** Where the grid lies in the output. */
  int out_step, out_top, out_left;
  /** Of the grids of all images. */
  int pixels;
  /** Pixels an item computes, a multiple of the tile's rows. */
  int block;
  /** 1 when negative results become 0. */
  int relu;
  /** 1 when windows are single pixels that lie one behind the other in the input. */
  int is_plain;
};

/** What is read again of a panel stays in the first-level cache. */
#define PRODUCT_DEPTH (4096 / PANEL)

/** sums [rows, columns] = bias + a [rows, depth] · panels; they are added to where there is no bias.
 * With whole tiles, rows are rounded up: what lies behind `a` is read and never used. */
INLINE void multiply_block(const float *a, const float *panels, const float *bias, float *sums, offset sums_row, int rows, int columns, int depth) {
  const int parts = (depth + PRODUCT_DEPTH - 1) / PRODUCT_DEPTH;
  for (int part = 0; part < parts; part++) {
    const int start = depth * part / parts, length = depth * (part + 1) / parts - start;
    for (int column = 0; column < columns; column += PANEL) {
      const int vectors = tile_vectors(columns, column);
      const float *panel = panels + column * depth + start * vectors * LANES;
      float *to = sums + column;
      const int begins = start == 0 && bias;
      panel_sums(rows, vectors, (struct operand){a + start, depth, 1}, panel, vectors * LANES, begins ? bias + column : to, begins ? 0 : sums_row, to, sums_row, length);
    }
  }
}

static void gather_run(const float *input, const struct gather_convolution *conv, int image, int row, int column, int from, int until, float *to) {
  const int channels = conv->in_channels;
  if ((u32)row >= (u32)conv->in_height) {
    zero_floats(to, until - from);
    return;
  }
  // The line's element of index 0 is the run's first pixel, which may lie before the line.
  const float *line = input + (image * conv->in_height + row) * conv->in_width * channels;
  const int first = column * channels;
  const int inside = max(from, min(until, -first));
  const int outside = min(until, max(inside, conv->in_width * channels - first));
  zero_floats(to, inside - from);
  copy_floats(to + (inside - from), line + first + inside, outside - inside);
  zero_floats(to + (outside - from), until - outside);
}

/** Copies elements `start` to `end` of a pixel's window; pixels outside the image are zeros. */
static void gather_window(char *memory, const struct gather_convolution *conv, int pixel, int start, int end, float *to) {
  const int line = pixel / conv->grid_width;
  const int image = line / conv->grid_height;
  const int top = line % conv->grid_height * conv->step;
  const int left = pixel % conv->grid_width * conv->step;
  const struct tap_run *run = (const struct tap_run *)AT(conv->runs);
  int place = 0;
  for (int index = 0; index < conv->run_count; index++, run++) {
    const int length = run->taps * conv->in_channels;
    const int from = max(start, place);
    const int until = min(end, place + length);
    if (from < until) {
      gather_run(AT(conv->input), conv, image, top + run->row, left + run->column, from - place, until - place, to);
      to += until - from;
    }
    place += length;
  }
}

INLINE float *output_pixel(char *memory, const struct gather_convolution *conv, int pixel) {
  const int line = pixel / conv->grid_width;
  const int image = line / conv->grid_height;
  const int row = line % conv->grid_height * conv->out_step + conv->out_top;
  const int column = pixel % conv->grid_width * conv->out_step + conv->out_left;
  return AT(conv->output) + ((image * conv->out_height + row) * conv->out_width + column) * conv->out_channels;
}

/** Whether pixels of the grid follow each other in the output, whole vectors each. */
INLINE int writes_in_place(const struct gather_convolution *conv) {
  return !WHOLE_TILES && conv->out_step == 1 && !conv->relu && conv->out_channels % LANES == 0 && conv->grid_height == conv->out_height && conv->grid_width == conv->out_width;
}

/** Computes one block of output pixels. Scratch: C [block, outChannels rounded up] and
 * A [block, depth]. */
ITEM(gather_convolution) {
  FIELDS(gather_convolution, conv);
  const int first = item * conv->block;
  const int count = min(conv->block, conv->pixels - first);
  const int columns = round_up(conv->out_channels, LEAST_COLUMNS);
  float *windows = scratch + conv->block * columns;
  const float *a = AT(conv->input) + first * conv->in_channels;
  if (!conv->is_plain || (WHOLE_TILES && count % TILE_ROWS != 0)) {
    for (int pixel = 0; pixel < count; pixel++) gather_window(memory, conv, first + pixel, 0, conv->depth, windows + pixel * conv->depth);
    a = windows;
  }
  if (writes_in_place(conv)) {
    multiply_block(a, AT(conv->panels), AT(conv->bias), output_pixel(memory, conv, first), columns, count, columns, conv->depth);
    return;
  }
  multiply_block(a, AT(conv->panels), AT(conv->bias), scratch, columns, count, columns, conv->depth);
  for (int pixel = 0; pixel < count; pixel++) {
    float *to = output_pixel(memory, conv, first + pixel);
    (conv->relu ? copy_positive : copy_floats)(to, scratch + pixel * columns, conv->out_channels);
  }
}

/** The gradient of a filter as a matrix product: windowsᵀ · dy, the pixels of all images being its
 * depth. */
struct gather_filter_gradient {
  /** Where the windows are: a `gather_convolution`, all but its output side. */
  ref windows;
  /** [pixels, outChannels] */
  ref dy;
  /** [parts, depth, outChannels] */
  ref gradient;
  int out_channels;
  /** Rows and columns of the gradient that an item computes: multiples of the tile's. */
  int rows, columns, column_blocks;
  /** Items of one part, and how many pixels it has: parts are joined afterwards. */
  int blocks, part_pixels;
};

#define GRADIENT_PIXELS 96

/** Computes one rectangle of the filter's gradient over the pixels of one part. Scratch: sums
 * [rows, columns], windows [GRADIENT_PIXELS, rows], a tail of dy. */
ITEM(gather_filter_gradient) {
  FIELDS(gather_filter_gradient, task);
  const struct gather_convolution *conv = (const struct gather_convolution *)AT(task->windows);
  const int part = item / task->blocks;
  const int block = item % task->blocks;
  const int first_row = block / task->column_blocks * task->rows;
  const int first_column = block % task->column_blocks * task->columns;
  const int last_pixel = min(conv->pixels, (part + 1) * task->part_pixels);
  const int rows = min(task->rows, conv->depth - first_row);
  const int columns = min(task->columns, task->out_channels - first_column);
  const int padded = round_up(columns, LEAST_COLUMNS);
  const int in_place = conv->is_plain && !WHOLE_TILES;
  float *windows = scratch + task->rows * task->columns;
  float *tail = windows + GRADIENT_PIXELS * task->rows + 16;
  zero_floats(scratch, task->rows * task->columns);
  for (int pixel = part * task->part_pixels; pixel < last_pixel; pixel += GRADIENT_PIXELS) {
    const int count = min(GRADIENT_PIXELS, last_pixel - pixel);
    const float *a = AT(conv->input) + pixel * conv->in_channels + first_row;
    if (!in_place) {
      for (int index = 0; index < count; index++) gather_window(memory, conv, pixel + index, first_row, first_row + rows, windows + index * task->rows);
      a = windows;
    }
    const float *dy = AT(task->dy) + pixel * task->out_channels + first_column;
    int dy_step = task->out_channels;
    if (columns != padded) {
      // Whole vectors would read past the tensor's end.
      for (int index = 0; index < count; index++) copy_floats(tail + index * padded, dy + index * task->out_channels, columns);
      dy = tail;
      dy_step = padded;
    }
    add_outer_products(a, in_place ? conv->in_channels : task->rows, dy, dy_step, scratch, task->columns, rows, padded, count);
  }
  for (int row = 0; row < rows; row++) {
    copy_floats(AT(task->gradient) + (part * conv->depth + first_row + row) * task->out_channels + first_column, scratch + row * task->columns, columns);
  }
}
