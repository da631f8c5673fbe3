#pragma once
#include "winograd-convolution.h"

/** The gradient of a 3×3 filter at stride 1 by F(3×3, 4×4). Tiles are taken in spans: their
 * transforms are shared, then an item adds up a part of the filter. Channels are multiples of
 * LANES. */
struct winograd_filter_gradient {
  /** Where the input's 6×6 tiles are: a `tile_grid`. */
  ref input;
  /** Where the 4×4 tiles of the output's gradient are. */
  ref dy;
  /** [inChannels / ROW_PART][36][span, ROW_PART] */
  ref input_points;
  /** [outChannels / COLUMN_PART][36][span, COLUMN_PART] */
  ref dy_points;
  /** Of each part: [36][inChannels rounded up to the tile's rows, outChannels rounded up] */
  ref sums;
  /** [3, 3, inChannels, outChannels] */
  ref gradient;
  int in_channels, out_channels;
  /** First tile of the present span, and how many it has. */
  int first, count, span;
  /** Of all images; and how many of them one part has, where filters are summed in parts. */
  int tiles, part_tiles;
};

#define SUM_DEPTH 96

INLINE offset sums_stride(const struct winograd_filter_gradient *task) {
  return point_stride(round_up(task->in_channels, TILE_ROWS), round_up(task->out_channels, LEAST_COLUMNS));
}

/** Rows and columns of a filter that an item adds up: their sums at 36 points stay in the
 * second-level cache. */
#define ROW_PART 64

/** Transforms eight tiles of the span, part by part of their channels. */
ITEM(winograd_span) {
  FIELDS(winograd_filter_gradient, task);
  const int last = min(task->count, (item + 1) * TILES_PER_ITEM);
  for (int tile = item * TILES_PER_ITEM; tile < last; tile++) {
    input_parts(memory, (const struct tile_grid *)AT(task->input), task->first + tile, AT(task->input_points), task->span, tile, ROW_PART);
    gradient_parts(memory, (const struct tile_grid *)AT(task->dy), task->first + tile, AT(task->dy_points), task->span, tile, COLUMN_PART);
  }
}

/** Transforms sums at 36 points to the nine taps of one input channel, columns `from` to `until`;
 * adds them where `is_added`. */
OUTLINE void store_taps(char *memory, const struct winograd_filter_gradient *task, int row, int from, int until, const float *sums, offset stride, int is_added) {
  const offset per_tap = task->in_channels * task->out_channels;
  for (int channel = from; channel < until; channel += LANES) {
    float *gradient = AT(task->gradient) + row * task->out_channels + channel;
#define LOAD_SUM(point) load(sums + (point) * stride + channel - from)
#define STORE_TAP(tap, value) store(gradient + (tap) * per_tap, is_added ? load(gradient + (tap) * per_tap) + value : value)
    TRANSFORM(taps_line, 6, 3, LOAD_SUM, STORE_TAP);
#undef LOAD_SUM
#undef STORE_TAP
  }
}

/** Adds the span's products for a part of the rows and of the columns, and takes them to the
 * filter's taps. Scratch: sums [36][ROW_PART rounded up, COLUMN_PART]. */
ITEM(winograd_gradient) {
  FIELDS(winograd_filter_gradient, task);
  const int column_parts = (task->out_channels + COLUMN_PART - 1) / COLUMN_PART;
  const int row_part = item / column_parts, column_part = item % column_parts;
  const int rows = min(ROW_PART, task->in_channels - row_part * ROW_PART);
  const int from = column_part * COLUMN_PART;
  const int until = min(task->out_channels, from + COLUMN_PART);
  const int columns = round_up(until - from, LEAST_COLUMNS);
  const offset input_stride = point_stride(task->span, ROW_PART), dy_stride = point_stride(task->span, COLUMN_PART);
  const offset stride = point_stride(round_up(ROW_PART, TILE_ROWS), COLUMN_PART);
  const float *a = AT(task->input_points) + row_part * POINTS * input_stride;
  const float *b = AT(task->dy_points) + column_part * POINTS * dy_stride;
  zero_floats(scratch, POINTS * stride);
  for (int point = 0; point < POINTS; point++, a += input_stride, b += dy_stride) {
    for (int tile = 0; tile < task->count; tile += SUM_DEPTH) {
      const int depth = min(SUM_DEPTH, task->count - tile);
      add_outer_products(a + tile * rows, rows, b + tile * (until - from), until - from, scratch + point * stride, columns, rows, until - from, depth);
    }
  }
  for (int row = 0; row < rows; row++) store_taps(memory, task, row_part * ROW_PART + row, from, until, scratch + row * columns, stride, task->first > 0);
}

/** For a filter whose sums fit the first caches: one item transforms and adds the tiles of a part,
 * a span at a time, to sums of its own, [parts][36][…]. Scratch: both spans. */
ITEM(winograd_part) {
  FIELDS(winograd_filter_gradient, task);
  const int columns = round_up(task->out_channels, LEAST_COLUMNS);
  const offset sum_stride = sums_stride(task);
  const offset input_stride = point_stride(task->span, task->in_channels);
  const offset dy_stride = point_stride(task->span, task->out_channels);
  float *sums = AT(task->sums) + item * POINTS * sum_stride;
  float *dy_points = scratch + POINTS * input_stride + LINE_FLOATS;
  zero_floats(sums, POINTS * sum_stride);
  const int last = min(task->tiles, (item + 1) * task->part_tiles);
  for (int first = item * task->part_tiles; first < last; first += task->span) {
    const int count = min(task->span, last - first);
    for (int tile = 0; tile < count; tile++) {
      input_tile(memory, (const struct tile_grid *)AT(task->input), first + tile, scratch + tile * task->in_channels, input_stride);
      gradient_tile(memory, (const struct tile_grid *)AT(task->dy), first + tile, dy_points + tile * task->out_channels, dy_stride);
    }
    for (int point = 0; point < POINTS; point++) {
      add_outer_products(scratch + point * input_stride, task->in_channels, dy_points + point * dy_stride, task->out_channels, sums + point * sum_stride, columns, task->in_channels, task->out_channels, count);
    }
  }
}

/** Transforms the sums of one input channel to its taps. */
ITEM(winograd_taps) {
  FIELDS(winograd_filter_gradient, task);
  store_taps(memory, task, item, 0, task->out_channels, AT(task->sums) + item * round_up(task->out_channels, LEAST_COLUMNS), sums_stride(task), 0);
}
