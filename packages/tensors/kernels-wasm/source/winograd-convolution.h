#pragma once
#include "gather-convolution.h"
#include "winograd-tile.h"

/** A filter [3, 3, inChannels, outChannels] at the 36 points. */
struct winograd_filter {
  ref filter;
  /** [36][columns / PANEL, depth, PANEL], the last panel narrower where a vector is enough */
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

/** Transforms one panel. */
ITEM(winograd_filter) {
  FIELDS(winograd_filter, task);
  const int depth = task->transposed ? task->out_channels : task->in_channels;
  const int columns = task->transposed ? task->in_channels : task->out_channels;
  const int per_tap = task->in_channels * task->out_channels;
  const int padded = round_up(columns, LEAST_COLUMNS);
  const offset stride = point_stride(depth, padded);
  const int first = item * PANEL;
  const int width = min(PANEL, padded - first);
  float *panel = AT(task->points) + first * depth;
  for (int column = 0; column < width; column += LANES) {
    for (int k = 0; k < depth; k++) {
      vec taps[9], points[POINTS];
      UNROLL for (int tap = 0; tap < 9; tap++) {
        const float *from = AT(task->filter) + (task->transposed ? (8 - tap) * per_tap + (first + column) * task->out_channels + k
                                                                 : tap * per_tap + k * task->out_channels + first + column);
        taps[tap] = first + column >= columns ? splat(0) : task->transposed ? gather_vector(from, task->out_channels) : load(from);
      }
      filter_square(taps, points);
      UNROLL for (int point = 0; point < POINTS; point++) store(panel + point * stride + k * width + column, points[point]);
    }
  }
}

/** A 3×3 convolution at stride 1 by F(4×4, 3×3): a quarter of the multiplications. Channels are
 * multiples of LANES. */
struct winograd_convolution {
  ref input, points, output, bias;
  /** 1 when negative results become 0. */
  int relu;
  int out_height, out_width, out_channels;
  /** Of all images. */
  int tiles;
  /** Tiles an item computes, a multiple of the register tile's rows. */
  int block;
  /** Where the input's tiles are: a `tile_grid`. */
  ref grid;
  /** For a convolution in three phases: [36][block, inChannels] and [36][block, outChannels rounded
   * up], for the tiles from `first` on. */
  ref input_points, sums;
  int first;
};

static void store_tile(char *memory, const struct winograd_convolution *conv, const struct tile_grid *grid, int tile, const float *sums, offset stride) {
  const int line = tile / grid->tiles_wide;
  const int column = tile % grid->tiles_wide * 4;
  const int row = line % grid->tiles_high * 4;
  const offset pixel = conv->out_channels;
  float *to = AT(conv->output) + (((offset)(line / grid->tiles_high) * conv->out_height + row) * conv->out_width + column) * pixel;
  const int rows = min(4, conv->out_height - row);
  const int columns = min(4, conv->out_width - column);
  const vec least = splat(conv->relu ? 0 : -__builtin_inff());
  for (int channel = 0; channel < conv->out_channels; channel += LANES) {
    const vec bias = load(AT(conv->bias) + channel);
    vec points[POINTS], pixels[16];
    UNROLL for (int point = 0; point < POINTS; point++) points[point] = load(sums + point * stride + channel);
    output_square(points, pixels);
    UNROLL for (int place = 0; place < 16; place++) pixels[place] = at_least(pixels[place] + bias, least);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) store(to + (y * conv->out_width + x) * pixel + channel, pixels[y * 4 + x]);
    }
  }
}

/** Computes one block of tiles. Scratch: the input and the sums at 36 points. */
ITEM(winograd_convolution) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const int depth = grid->channels;
  const int columns = round_up(conv->out_channels, LEAST_COLUMNS);
  const int first = item * conv->block;
  const int count = min(conv->block, conv->tiles - first);
  const offset input_stride = point_stride(conv->block, depth);
  const offset sum_stride = point_stride(conv->block, columns);
  float *sums = scratch + POINTS * input_stride;
  for (int tile = 0; tile < count; tile++) input_tile(memory, grid, first + tile, scratch + tile * depth, input_stride);
  for (int point = 0; point < POINTS; point++) {
    const float *panels = AT(conv->points) + point * point_stride(depth, columns);
    multiply_block(scratch + point * input_stride, panels, AT(grid->zeros), sums + point * sum_stride, columns, count, columns, depth);
  }
  for (int tile = 0; tile < count; tile++) store_tile(memory, conv, grid, first + tile, sums + tile * columns, sum_stride);
}

// Where a filter at 36 points is larger than the second-level cache, each point is multiplied for
// many tiles at once, so that the filter is read once.

#define TILES_PER_ITEM 8

/** Phase 1: transforms eight tiles of the input. */
ITEM(winograd_input) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const offset stride = point_stride(conv->block, grid->channels);
  const int last = min((item + 1) * TILES_PER_ITEM, min(conv->block, conv->tiles - conv->first));
  for (int tile = item * TILES_PER_ITEM; tile < last; tile++) {
    input_tile(memory, grid, conv->first + tile, AT(conv->input_points) + tile * grid->channels, stride);
  }
}

/** Phase 2: multiplies one point. */
ITEM(winograd_multiply) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const int depth = grid->channels;
  const int columns = round_up(conv->out_channels, LEAST_COLUMNS);
  const float *a = AT(conv->input_points) + item * point_stride(conv->block, depth);
  const float *panels = AT(conv->points) + item * point_stride(depth, columns);
  float *sums = AT(conv->sums) + item * point_stride(conv->block, columns);
  multiply_block(a, panels, AT(grid->zeros), sums, columns, min(conv->block, conv->tiles - conv->first), columns, depth);
}

/** Phase 3: transforms the sums of eight tiles to the output. */
ITEM(winograd_output) {
  FIELDS(winograd_convolution, conv);
  const struct tile_grid *grid = (const struct tile_grid *)AT(conv->grid);
  const int columns = round_up(conv->out_channels, LEAST_COLUMNS);
  const offset stride = point_stride(conv->block, columns);
  const int last = min((item + 1) * TILES_PER_ITEM, min(conv->block, conv->tiles - conv->first));
  for (int tile = item * TILES_PER_ITEM; tile < last; tile++) {
    store_tile(memory, conv, grid, conv->first + tile, AT(conv->sums) + tile * columns, stride);
  }
}
