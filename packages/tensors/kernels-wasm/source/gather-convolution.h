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
  /** Pixels an item computes, a multiple of the tile's rows, and output channels, a multiple of a
   * panel's columns or all of them. */
  int block, part;
  /** 1 when negative results become 0. */
  int relu;
  /** 1 when windows are single pixels that lie one behind the other in the input. */
  int is_plain;
  /** 1 when what lies between the grid's pixels in the output is zero, and no other grid's. */
  int fills;
};

/** What is read again of a panel stays in the first-level cache. */
#define PRODUCT_DEPTH (4096 / PANEL)

/** Rows so far apart share one set or two of the first-level cache, which holds eight lines a set: a
 * tile's rows would drive each other out. A copy of `PRODUCT_DEPTH` columns has its rows a line
 * further apart; where it is used for four panels it costs a few per cent of what it saves. */
INLINE int is_copied(int columns, int depth) { return !WHOLE_TILES && depth % 1024 == 0 && columns >= 4 * PANEL; }
#define COPY_ROW (PRODUCT_DEPTH + 16)

static void copy_rows(float *to, offset to_row, const float *from, offset from_row, int rows, int length) {
  for (int row = 0; row < rows; row++) copy_floats(to + row * to_row, from + row * from_row, length);
}

/** sums [rows, columns] = bias + a [rows, depth] · panels; they are added to where there is no bias.
 * With whole tiles, rows are rounded up: what lies behind `a` is read and never used. `copy`: memory
 * for [rows, COPY_ROW], or 0 where no copy is wanted. */
INLINE void multiply_block(const float *a, const float *panels, const float *bias, float *sums, offset sums_row, int rows, int columns, int depth, float *copy) {
  const int parts = (depth + PRODUCT_DEPTH - 1) / PRODUCT_DEPTH;
  for (int part = 0; part < parts; part++) {
    const int start = depth * part / parts, length = depth * (part + 1) / parts - start;
    struct operand left = {a + start, depth, 1};
    if (copy && is_copied(columns, depth)) {
      copy_rows(copy, COPY_ROW, left.from, depth, rows, length);
      left = (struct operand){copy, COPY_ROW, 1};
    }
    for (int column = 0; column < columns; column += PANEL) {
      const int vectors = tile_vectors(columns, column);
      const float *panel = panels + column * depth + start * vectors * LANES;
      float *to = sums + column;
      const int begins = start == 0 && bias;
      panel_sums(rows, vectors, left, panel, vectors * LANES, begins ? bias + column : to, begins ? 0 : sums_row, to, sums_row, length);
    }
  }
}

/** A pixel of the grids of all images. They are walked one after the other: to find each by itself
 * would take four divisions, as long as its window takes to copy. */
struct grid_place {
  int image, row, column;
};

INLINE struct grid_place place_of(const struct gather_convolution *conv, int pixel) {
  const int line = pixel / conv->grid_width;
  return (struct grid_place){line / conv->grid_height, line % conv->grid_height, pixel % conv->grid_width};
}

INLINE void move_on(const struct gather_convolution *conv, struct grid_place *place) {
  if (++place->column < conv->grid_width) return;
  place->column = 0;
  if (++place->row < conv->grid_height) return;
  place->row = 0;
  place->image++;
}

/** A copy four vectors at a time. */
INLINE void copy_run(float *to, const float *from, int count) {
  for (; count >= 4 * LANES; count -= 4 * LANES, to += 4 * LANES, from += 4 * LANES) {
    UNROLL for (int index = 0; index < 4; index++) store(to + index * LANES, load(from + index * LANES));
  }
  copy_floats(to, from, count);
}

INLINE void gather_run(const float *input, const struct gather_convolution *conv, int image, int row, int column, int from, int until, float *to) {
  const int channels = conv->in_channels;
  if ((u32)row >= (u32)conv->in_height) {
    zero_floats(to, until - from);
    return;
  }
  // The line's element of index 0 is the run's first pixel, which may lie before the line.
  const float *line = input + (image * conv->in_height + row) * conv->in_width * channels;
  const int first = column * channels;
  if (first + from >= 0 && first + until <= conv->in_width * channels) {
    copy_floats(to, line + first + from, until - from);
    return;
  }
  const int inside = max(from, min(until, -first));
  const int outside = min(until, max(inside, conv->in_width * channels - first));
  zero_floats(to, inside - from);
  copy_floats(to + (inside - from), line + first + inside, outside - inside);
  zero_floats(to + (outside - from), until - outside);
}

/** Whether a window whose place is pixel (row, column) has no pixel outside the image. Runs go down
 * the rows, and from left to right in each. */
INLINE int is_inside(const struct gather_convolution *conv, const struct tap_run *first, int row, int column) {
  const struct tap_run *last = first + conv->run_count - 1;
  return row + first->row >= 0 && row + last->row < conv->in_height && column + first->column >= 0 && column + last->column + last->taps <= conv->in_width;
}

/** Copies elements `start` to `end` of a pixel's window; pixels outside the image are zeros. */
INLINE void gather_window(char *memory, const struct gather_convolution *conv, const struct grid_place *at, int start, int end, float *to) {
  const struct tap_run *run = (const struct tap_run *)AT(conv->runs);
  const int row = at->row * conv->step, column = at->column * conv->step;
  const int inside = is_inside(conv, run, row, column);
  const float *pixel = AT(conv->input) + ((at->image * conv->in_height + row) * conv->in_width + column) * conv->in_channels;
  int place = 0;
  for (int index = 0; index < conv->run_count; index++, run++) {
    const int length = run->taps * conv->in_channels;
    const int from = max(start, place);
    const int until = min(end, place + length);
    if (from < until) {
      if (inside) copy_run(to, pixel + (run->row * conv->in_width + run->column) * conv->in_channels + from - place, until - from);
      else gather_run(AT(conv->input), conv, at->image, row + run->row, column + run->column, from - place, until - place, to);
      to += until - from;
    }
    place += length;
  }
}

/** The same of `count` pixels from `pixel` on, `stride` floats apart. */
static void gather_windows(char *memory, const struct gather_convolution *conv, int pixel, int count, int start, int end, float *to, offset stride) {
  struct grid_place at = place_of(conv, pixel);
  for (int index = 0; index < count; index++, move_on(conv, &at)) gather_window(memory, conv, &at, start, end, to + index * stride);
}

INLINE float *output_pixel(char *memory, const struct gather_convolution *conv, const struct grid_place *at) {
  const int row = at->row * conv->out_step + conv->out_top;
  const int column = at->column * conv->out_step + conv->out_left;
  return AT(conv->output) + ((at->image * conv->out_height + row) * conv->out_width + column) * conv->out_channels;
}

/** Zeros from a pixel of the grid, which lies at `to`, up to the next ones to the right and below. */
INLINE void zero_between(const struct gather_convolution *conv, const struct grid_place *at, float *to) {
  const int rows = min(conv->out_step, conv->out_height - at->row * conv->out_step);
  const int floats = min(conv->out_step, conv->out_width - at->column * conv->out_step) * conv->out_channels;
  zero_floats(to + conv->out_channels, floats - conv->out_channels);
  for (int row = 1; row < rows; row++) zero_floats(to + (offset)row * conv->out_width * conv->out_channels, floats);
}

/** Whether pixels of the grid follow each other in the output, whole vectors each. */
INLINE int writes_in_place(const struct gather_convolution *conv, int count) {
  const int fits = conv->out_channels % LEAST_COLUMNS == 0 && (!WHOLE_TILES || count % TILE_ROWS == 0);
  return fits && conv->out_step == 1 && !conv->relu && conv->grid_height == conv->out_height && conv->grid_width == conv->out_width;
}

/** Computes a part of the channels of one block of output pixels. Items of one part follow each other,
 * so that its panels stay in the second-level cache. Scratch: C [block, part rounded up], A [block,
 * depth] and a copy of a part of A. */
ITEM(gather_convolution) {
  FIELDS(gather_convolution, conv);
  const int blocks = (conv->pixels + conv->block - 1) / conv->block;
  const int first = item % blocks * conv->block;
  const int count = min(conv->block, conv->pixels - first);
  const int from = item / blocks * conv->part;
  const int channels = min(conv->part, conv->out_channels - from);
  const int columns = round_up(channels, LEAST_COLUMNS);
  const float *panels = AT(conv->panels) + (offset)from * conv->depth, *bias = AT(conv->bias) + from;
  float *windows = scratch + conv->block * columns;
  float *copy = windows + conv->block * conv->depth;
  const float *a = AT(conv->input) + first * conv->in_channels;
  if (!conv->is_plain || (WHOLE_TILES && count % TILE_ROWS != 0)) {
    gather_windows(memory, conv, first, count, 0, conv->depth, windows, conv->depth);
    a = windows;
  }
  struct grid_place at = place_of(conv, first);
  if (writes_in_place(conv, count)) {
    multiply_block(a, panels, bias, output_pixel(memory, conv, &at) + from, conv->out_channels, count, columns, conv->depth, copy);
    return;
  }
  multiply_block(a, panels, bias, scratch, columns, count, columns, conv->depth, copy);
  for (int pixel = 0; pixel < count; pixel++, move_on(conv, &at)) {
    float *to = output_pixel(memory, conv, &at) + from;
    (conv->relu ? copy_positive : copy_floats)(to, scratch + pixel * columns, channels);
    if (conv->fills && from == 0) zero_between(conv, &at, to);
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

/** Rows of dy so far apart are slow to read where it comes from memory: of a map of 8 MB and more. */
INLINE int is_dy_copied(int pixels, int out_channels) { return !WHOLE_TILES && out_channels >= 256 && pixels * out_channels >= 1 << 21; }

/** dy [count, columns] as panels [columns / PANEL, count, PANEL], the last one narrower where a
 * vector is enough: of columns that fill no vectors, whole ones would be read past the tensor's
 * end. */
static void copy_panels(const float *dy, offset row, int count, int columns, int padded, float *to) {
  for (int column = 0; column < padded; column += PANEL) {
    const int width = tile_vectors(padded, column) * LANES;
    for (int index = 0; index < count; index++, to += width) copy_floats(to, dy + index * row + column, min(width, columns - column));
  }
}

/** sums [rows, columns] += aᵀ · panels */
INLINE void add_panel_products(const float *a, offset a_step, const float *panels, float *sums, offset sums_row, int rows, int columns, int depth) {
  for (int column = 0; column < columns; column += PANEL) {
    const int vectors = tile_vectors(columns, column);
    panel_sums(rows, vectors, (struct operand){a, 1, a_step}, panels + column * depth, vectors * LANES, sums + column, sums_row, sums + column, sums_row, depth);
  }
}

/** Computes one rectangle of the filter's gradient over the pixels of one part. Scratch: sums
 * [rows, columns], windows [GRADIENT_PIXELS, rows], panels of dy. */
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
  float *panels = windows + GRADIENT_PIXELS * task->rows + 16;
  zero_floats(scratch, task->rows * task->columns);
  for (int pixel = part * task->part_pixels; pixel < last_pixel; pixel += GRADIENT_PIXELS) {
    const int count = min(GRADIENT_PIXELS, last_pixel - pixel);
    const float *a = AT(conv->input) + pixel * conv->in_channels + first_row;
    if (!in_place) {
      gather_windows(memory, conv, pixel, count, first_row, first_row + rows, windows, task->rows);
      a = windows;
    }
    const float *dy = AT(task->dy) + pixel * task->out_channels + first_column;
    const offset a_step = in_place ? conv->in_channels : task->rows;
    if (columns == padded && !is_dy_copied(conv->pixels, task->out_channels)) {
      add_outer_products(a, a_step, dy, task->out_channels, scratch, task->columns, rows, columns, count);
      continue;
    }
    copy_panels(dy, task->out_channels, count, columns, padded, panels);
    add_panel_products(a, a_step, panels, scratch, task->columns, rows, padded, count);
  }
  for (int row = 0; row < rows; row++) {
    copy_floats(AT(task->gradient) + (part * conv->depth + first_row + row) * task->out_channels + first_column, scratch + row * task->columns, columns);
  }
}
