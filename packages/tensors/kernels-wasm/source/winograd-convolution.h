#pragma once
#include "gather-convolution.h"
#include "winograd-tile.h"

/** A filter [3, 3, inChannels, outChannels] at the 36 points. */
struct winograd_filter {
  ref filter;
  /** [36][columns / PANEL, depth, PANEL], the last panel narrower where a vector is enough; of many
   * channels, such points of each part of the columns and of the depth, or 0 where none are kept. */
  ref points;
  int in_channels, out_channels;
  /** 1: turned by 180° with input and output channels exchanged, as the gradient of the input
   * reads it. */
  int transposed;
};

INLINE vec gather_vector(const float *from, offset stride) {
  float values[LANES];
  UNROLL for (int lane = 0; lane < LANES; lane++) values[lane] = from[lane * stride];
  return load(values);
}

INLINE int filter_depth(const struct winograd_filter *task) { return task->transposed ? task->out_channels : task->in_channels; }
INLINE int filter_columns(const struct winograd_filter *task) { return task->transposed ? task->in_channels : task->out_channels; }

/** One panel, `width` columns from `first` on, at its points [36][depth, width], `stride` floats
 * apart, from depth `start` on. */
OUTLINE void filter_panel(char *memory, const struct winograd_filter *task, int first, int width, int start, int depth, float *to, offset stride) {
  const int per_tap = task->in_channels * task->out_channels;
  for (int column = first; column < first + width; column += LANES) {
    for (int k = start; k < start + depth; k++) {
      const int is_absent = column >= filter_columns(task);
      const float *from = AT(task->filter) + (task->transposed ? 8 * per_tap + column * task->out_channels + k : k * task->out_channels + column);
#define LOAD_TAP(tap) (is_absent ? splat(0) : task->transposed ? gather_vector(from - (tap) * per_tap, task->out_channels) : load(from + (tap) * per_tap))
#define STORE_POINT(point, value) store(to + (point) * stride + (k - start) * width + column - first, value)
      TRANSFORM(filter_line, 3, 6, LOAD_TAP, STORE_POINT);
#undef LOAD_TAP
#undef STORE_POINT
    }
  }
}

/** Transforms one panel. */
ITEM(winograd_filter) {
  FIELDS(winograd_filter, task);
  const int depth = filter_depth(task);
  const int padded = round_up(filter_columns(task), LEAST_COLUMNS);
  const int first = item * PANEL;
  filter_panel(memory, task, first, min(PANEL, padded - first), 0, depth, AT(task->points) + first * depth, point_stride(depth, padded));
}

/** A 3×3 convolution at stride 1 by F(4×4, 3×3): a quarter of the multiplications. Channels are
 * multiples of LANES. */
struct winograd_convolution {
  ref input, output, bias;
  /** 1 when negative results become 0. */
  int relu;
  int out_height, out_width, out_channels;
  /** Of all images. */
  int tiles;
  /** Tiles an item computes, a multiple of the register tile's rows. */
  int block;
  /** Where the input's tiles are: a `tile_grid`. */
  ref grid;
  /** A `winograd_filter`. */
  ref filter;
  /** Where the input's points are made before: [inChannels / DEPTH_PART][36][span, DEPTH_PART], for
   * `count` tiles from `first` on. */
  ref input_points;
  int span, first, count;
};

/** One tile's sums to channels `from` to `until` of its pixels. */
OUTLINE void store_tile(char *memory, const struct winograd_convolution *conv, int tile, int from, int until, const float *sums, offset stride) {
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const int line = tile / grid->tiles_wide;
  const int column = tile % grid->tiles_wide * 4;
  const int row = line % grid->tiles_high * 4;
  const offset pixel = conv->out_channels;
  float *to = AT(conv->output) + (((offset)(line / grid->tiles_high) * conv->out_height + row) * conv->out_width + column) * pixel;
  const int rows = min(4, conv->out_height - row);
  const int columns = min(4, conv->out_width - column);
  const vec least = splat(conv->relu ? 0 : -__builtin_inff());
  for (int channel = from; channel < until; channel += LANES) {
    const vec bias = load(AT(conv->bias) + channel);
#define LOAD_SUM(point) load(sums + (point) * stride + channel - from)
#define STORE_PIXEL(place, value) \
  if ((place) / 4 < rows && (place) % 4 < columns) store(to + ((place) / 4 * conv->out_width + (place) % 4) * pixel + channel, at_least(value + bias, least))
    TRANSFORM(output_line, 6, 4, LOAD_SUM, STORE_PIXEL);
#undef LOAD_SUM
#undef STORE_PIXEL
  }
}

/** Few channels: the filter's points were made before, and an item computes a block of tiles.
 * Scratch: the input and the sums at 36 points. */
ITEM(winograd_convolution) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const struct winograd_filter *filter = (const struct winograd_filter *)AT(conv->filter);
  const int depth = grid->channels;
  const int columns = round_up(conv->out_channels, LEAST_COLUMNS);
  const int first = item * conv->block;
  const int count = min(conv->block, conv->tiles - first);
  const offset input_stride = point_stride(conv->block, depth);
  const offset sum_stride = point_stride(conv->block, columns);
  float *sums = scratch + POINTS * input_stride;
  for (int tile = 0; tile < count; tile++) input_tile(memory, grid, first + tile, scratch + tile * depth, input_stride);
  for (int point = 0; point < POINTS; point++) {
    const float *panels = AT(filter->points) + point * point_stride(depth, columns);
    multiply_block(scratch + point * input_stride, panels, AT(grid->zeros), sums + point * sum_stride, columns, count, columns, depth, 0);
  }
  for (int tile = 0; tile < count; tile++) store_tile(memory, conv, first + tile, 0, conv->out_channels, sums + tile * columns, sum_stride);
}

// Many channels: the filter at 36 points is larger than the second-level cache. The input's points
// are made first; then an item multiplies them, for a block of tiles, with the filter's points of a
// few columns, a part of the depth at a time. Those it makes itself, since they would take more
// time to store and load, unless the filter has stayed the same and they are kept.

#define TILES_PER_ITEM 8
/** Input channels that are multiplied at a time. */
#define DEPTH_PART 128
/** Output channels of an item. */
#define COLUMN_PART 32

/** Transforms eight tiles of the input, part by part of its channels. */
ITEM(winograd_input) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const int last = min((item + 1) * TILES_PER_ITEM, conv->count);
  for (int tile = item * TILES_PER_ITEM; tile < last; tile++) {
    input_parts(memory, grid, conv->first + tile, AT(conv->input_points), conv->span, tile, DEPTH_PART);
  }
}

/** The filter's points for a part of the columns and of the depth; gives the floats they take. */
INLINE offset filter_part(char *memory, const struct winograd_filter *task, int from, int columns, int start, int depth, float *to) {
  const offset stride = point_stride(depth, columns);
  for (int column = 0; column < columns; column += PANEL) {
    filter_panel(memory, task, from + column, min(PANEL, columns - column), start, depth, to + column * depth, stride);
  }
  return POINTS * stride;
}

/** Floats of the points of so many columns, in parts of the depth. */
INLINE offset kept_floats(int depth, int columns) {
  const int whole = depth / DEPTH_PART, rest = depth % DEPTH_PART;
  return POINTS * (whole * point_stride(DEPTH_PART, columns) + (rest ? point_stride(rest, columns) : 0));
}

/** Transforms a part of the columns, to be kept. */
ITEM(winograd_filter_columns) {
  FIELDS(winograd_filter, task);
  const int depth = filter_depth(task);
  const int from = item * COLUMN_PART;
  const int columns = round_up(min(COLUMN_PART, filter_columns(task) - from), LEAST_COLUMNS);
  float *to = AT(task->points) + item * kept_floats(depth, COLUMN_PART);
  for (int start = 0; start < depth; start += DEPTH_PART) {
    to += filter_part(memory, task, from, columns, start, min(DEPTH_PART, depth - start), to);
  }
}

/** Computes one block of tiles for a part of the columns. Scratch: the sums, and the filter's points
 * where none are kept. */
ITEM(winograd_columns) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const struct winograd_filter *filter = (const struct winograd_filter *)AT(conv->filter);
  const int blocks = (conv->count + conv->block - 1) / conv->block;
  const int from = item / blocks * COLUMN_PART;
  const int until = min(conv->out_channels, from + COLUMN_PART);
  const int columns = round_up(until - from, LEAST_COLUMNS);
  const int first = item % blocks * conv->block;
  const int count = min(conv->block, conv->count - first);
  const offset sum_stride = point_stride(conv->block, COLUMN_PART);
  const offset input_stride = point_stride(conv->span, DEPTH_PART);
  const float *kept = filter->points ? AT(filter->points) + item / blocks * kept_floats(grid->channels, COLUMN_PART) : 0;
  float *made = scratch + POINTS * sum_stride;
  for (int start = 0; start < grid->channels; start += DEPTH_PART) {
    const int depth = min(DEPTH_PART, grid->channels - start);
    const offset stride = point_stride(depth, columns);
    if (!kept) filter_part(memory, filter, from, columns, start, depth, made);
    const float *points = kept ? kept : made;
    if (kept) kept += POINTS * stride;
    const float *inputs = AT(conv->input_points) + start / DEPTH_PART * POINTS * input_stride + first * depth;
    for (int point = 0; point < POINTS; point++) {
      multiply_block(inputs + point * input_stride, points + point * stride, start == 0 ? AT(grid->zeros) : 0, scratch + point * sum_stride, columns, count, columns, depth, 0);
    }
  }
  for (int tile = 0; tile < count; tile++) store_tile(memory, conv, conv->first + first + tile, from, until, scratch + tile * columns, sum_stride);
}
