#pragma once
#include "winograd-convolution.h"

/** The gradient of a 3×3 filter at stride 1 by F(3×3, 4×4). Tiles are taken in spans: their
 * transforms are shared, then each point's products are added by one item. Channels are multiples
 * of LANES. */
struct winograd_filter_gradient {
  /** Where the input's 6×6 tiles are: a `tile_grid`. */
  ref input;
  /** Where the 4×4 tiles of the output's gradient are. */
  ref dy;
  /** [36][span, inChannels] */
  ref input_points;
  /** [36][span, outChannels] */
  ref dy_points;
  /** [36][inChannels rounded up to the tile's rows, outChannels rounded up] */
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

/** Transforms eight tiles of the span. */
ITEM(winograd_span) {
  FIELDS(winograd_filter_gradient, task);
  const int last = min(task->count, (item + 1) * TILES_PER_ITEM);
  for (int tile = item * TILES_PER_ITEM; tile < last; tile++) {
    float *input = AT(task->input_points) + tile * task->in_channels;
    float *dy = AT(task->dy_points) + tile * task->out_channels;
    input_tile(memory, (const struct tile_grid *)AT(task->input), task->first + tile, input, point_stride(task->span, task->in_channels));
    gradient_tile(memory, (const struct tile_grid *)AT(task->dy), task->first + tile, dy, point_stride(task->span, task->out_channels));
  }
}

/** Adds the span's products at one point. */
ITEM(winograd_sum) {
  FIELDS(winograd_filter_gradient, task);
  const float *a = AT(task->input_points) + item * point_stride(task->span, task->in_channels);
  const float *b = AT(task->dy_points) + item * point_stride(task->span, task->out_channels);
  const int columns = round_up(task->out_channels, LEAST_COLUMNS);
  float *sums = AT(task->sums) + item * sums_stride(task);
  for (int tile = 0; tile < task->count; tile += SUM_DEPTH) {
    const int depth = min(SUM_DEPTH, task->count - tile);
    add_outer_products(a + tile * task->in_channels, task->in_channels, b + tile * task->out_channels, task->out_channels, sums, columns, task->in_channels, task->out_channels, depth);
  }
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
  const int columns = round_up(task->out_channels, LEAST_COLUMNS);
  const offset stride = sums_stride(task);
  const offset per_tap = task->in_channels * task->out_channels;
  for (int channel = 0; channel < task->out_channels; channel += LANES) {
    const float *sums = AT(task->sums) + item * columns + channel;
    float *gradient = AT(task->gradient) + item * task->out_channels + channel;
    vec points[POINTS], taps[9];
    UNROLL for (int point = 0; point < POINTS; point++) points[point] = load(sums + point * stride);
    taps_square(points, taps);
    UNROLL for (int tap = 0; tap < 9; tap++) store(gradient + tap * per_tap, taps[tap]);
  }
}
