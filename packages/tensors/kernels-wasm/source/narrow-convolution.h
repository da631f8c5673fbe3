#pragma once
#include "simd.h"

/** A convolution at stride 1 of so few channels that they would fill no vector: the vectors lie
 * along the map's rows instead. Each channel is copied to a plane of its own with the padding
 * around it, whose rows follow each other, and a tap is the plane a few floats further on: what
 * is computed in the padding's columns is never stored. */
struct narrow_convolution {
  ref input, filter;
  /** In the filter's gradient [items, taps, inChannels, outChannels]: parts that are joined
   * afterwards. */
  ref output;
  ref bias;
  /** In the filter's gradient: the output's. */
  ref dy;
  int in_height, in_width, in_channels, out_height, out_width, out_channels;
  int filter_height, filter_width, top, left;
  /** Rows of the output that an item computes, and how many items an image has. */
  int rows, bands;
  int relu;
  /** 1: the filter is read turned by 180° with input and output channels exchanged, as the gradient
   * of the input does. */
  int transposed;
};

/** Vectors of the output that are computed at a time. */
#define NARROW_VECTORS 8
#define NARROW_STEP (NARROW_VECTORS * LANES)
/** The widest filter. */
#define NARROW_TAPS 8

/** One item's band of one image. */
struct band {
  int image, first, rows;
  /** Floats of a plane's row: those of the output and the filter's reach. */
  int width;
};

INLINE struct band band_of(const struct narrow_convolution *conv, int item) {
  const int first = item % conv->bands * conv->rows;
  return (struct band){item / conv->bands, first, min(conv->rows, conv->out_height - first), conv->out_width + conv->filter_width - 1};
}

/** Floats of a plane of so many rows; whole steps, and taps behind the last, may be read. */
INLINE int plane_floats(int rows, int width) { return round_up(rows * width + NARROW_STEP + NARROW_TAPS, LANES); }

INLINE void part_row_of(const int channels, const float *from, int count, float *to, int stride) {
  for (int x = 0; x < count; x++) {
    UNROLL for (int channel = 0; channel < channels; channel++) to[channel * stride + x] = from[x * channels + channel];
  }
}

/** Copies a row of pixels to its channels' planes. */
static void part_row(int channels, const float *from, int count, float *to, int stride) {
  if (channels == 1) copy_floats(to, from, count);
  else if (channels == 2) part_row_of(2, from, count, to, stride);
  else for (int x = 0; x < count; x++) for (int channel = 0; channel < channels; channel++) to[channel * stride + x] = from[x * channels + channel];
}

/** Rows of a map [height, mapWidth, channels] from (top, left) on, which may lie outside it, to
 * planes. */
static void part_planes(const float *map, int height, int map_width, int channels, int top, int left, int rows, int width, float *planes) {
  const int floats = plane_floats(rows, width);
  zero_floats(planes, channels * floats);
  const int from = max(0, left), until = min(map_width, left + width);
  if (from >= until) return;
  for (int row = 0; row < rows; row++) {
    if ((u32)(top + row) >= (u32)height) continue;
    part_row(channels, map + ((offset)(top + row) * map_width + from) * channels, until - from, planes + row * width + from - left, floats);
  }
}

static void part_input(char *memory, const struct narrow_convolution *conv, const struct band *at, float *planes) {
  const float *image = AT(conv->input) + (offset)at->image * conv->in_height * conv->in_width * conv->in_channels;
  part_planes(image, conv->in_height, conv->in_width, conv->in_channels, at->first - conv->top, -conv->left, at->rows + conv->filter_height - 1, at->width, planes);
}

/** Weights of one output channel, [inChannels][taps]. */
static void narrow_weights(char *memory, const struct narrow_convolution *conv, int to_channel, float *weights) {
  const int taps = conv->filter_height * conv->filter_width;
  for (int channel = 0; channel < conv->in_channels; channel++) {
    for (int tap = 0; tap < taps; tap++) {
      const int plain = (tap * conv->in_channels + channel) * conv->out_channels + to_channel;
      const int turned = ((taps - 1 - tap) * conv->out_channels + to_channel) * conv->in_channels + channel;
      *weights++ = AT(conv->filter)[conv->transposed ? turned : plain];
    }
  }
}

/** One output channel of a band, to a plane as wide as the input's. */
static void narrow_plane(const struct narrow_convolution *conv, const struct band *at, const float *planes, const float *weights, float bias, float *to) {
  const int floats = plane_floats(at->rows + conv->filter_height - 1, at->width);
  const vec least = splat(conv->relu ? 0 : -__builtin_inff());
  for (int start = 0; start < at->rows * at->width; start += NARROW_STEP) {
    vec sums[NARROW_VECTORS];
    UNROLL for (int j = 0; j < NARROW_VECTORS; j++) sums[j] = splat(bias);
    const float *weight = weights;
    for (int channel = 0; channel < conv->in_channels; channel++) {
      for (int row = 0; row < conv->filter_height; row++) {
        const float *from = planes + channel * floats + row * at->width + start;
        for (int tap = 0; tap < conv->filter_width; tap++, from++) {
          const vec factor = splat(*weight++);
          UNROLL for (int j = 0; j < NARROW_VECTORS; j++) {
            sums[j] = multiply_add(load(from + j * LANES), factor, sums[j]);
            IN_ORDER;
          }
        }
      }
    }
    UNROLL for (int j = 0; j < NARROW_VECTORS; j++) store(to + start + j * LANES, at_least(sums[j], least));
  }
}

/** Computes a band of one image. Scratch: the input's planes, one output channel's weights, and its
 * plane. */
ITEM(narrow_convolution) {
  FIELDS(narrow_convolution, conv);
  const struct band at = band_of(conv, item);
  float *plane = scratch + conv->in_channels * plane_floats(at.rows + conv->filter_height - 1, at.width);
  float *weights = plane + plane_floats(at.rows, at.width);
  part_input(memory, conv, &at, scratch);
  float *output = AT(conv->output) + ((offset)at.image * conv->out_height + at.first) * conv->out_width * conv->out_channels;
  for (int channel = 0; channel < conv->out_channels; channel++) {
    narrow_weights(memory, conv, channel, weights);
    narrow_plane(conv, &at, scratch, weights, AT(conv->bias)[channel], plane);
    for (int row = 0; row < at.rows; row++) {
      float *to = output + row * conv->out_width * conv->out_channels;
      if (conv->out_channels == 1) copy_floats(to, plane + row * at.width, conv->out_width);
      else for (int x = 0; x < conv->out_width; x++) to[x * conv->out_channels + channel] = plane[row * at.width + x];
    }
  }
}

/** Sums of one row of taps: x, one float further on for each, times dy. */
INLINE void row_of_taps(const int taps, const float *x, const float *dy, int count, float *to, int stride) {
  vec sums[NARROW_TAPS];
  UNROLL for (int tap = 0; tap < taps; tap++) sums[tap] = splat(0);
  for (int index = 0; index < count; index += LANES) {
    const vec right = load(dy + index);
    UNROLL for (int tap = 0; tap < taps; tap++) {
      sums[tap] = multiply_add(load(x + index + tap), right, sums[tap]);
      IN_ORDER;
    }
  }
  UNROLL for (int tap = 0; tap < taps; tap++) to[tap * stride] = sum_lanes(sums[tap]);
}

OUTLINE void any_row_of_taps(int taps, const float *x, const float *dy, int count, float *to, int stride) {
  switch (taps) {
#define ROW_CASE(n) case n: row_of_taps(n, x, dy, count, to, stride); return;
    ROW_CASE(1) ROW_CASE(2) ROW_CASE(3) ROW_CASE(4) ROW_CASE(5) ROW_CASE(6) ROW_CASE(7) ROW_CASE(8)
#undef ROW_CASE
  }
}

/** Sums over a band of one image. Scratch: the planes of the input and of the output's gradient. */
ITEM(narrow_filter_gradient) {
  FIELDS(narrow_convolution, conv);
  const struct band at = band_of(conv, item);
  const int per_tap = conv->in_channels * conv->out_channels;
  const int in_floats = plane_floats(at.rows + conv->filter_height - 1, at.width), out_floats = plane_floats(at.rows, at.width);
  float *dy = scratch + conv->in_channels * in_floats;
  part_input(memory, conv, &at, scratch);
  const float *image = AT(conv->dy) + (offset)at.image * conv->out_height * conv->out_width * conv->out_channels;
  part_planes(image, conv->out_height, conv->out_width, conv->out_channels, at.first, 0, at.rows, at.width, dy);
  float *to = AT(conv->output) + (offset)item * conv->filter_height * conv->filter_width * per_tap;
  for (int row = 0; row < conv->filter_height; row++, to += conv->filter_width * per_tap) {
    for (int pair = 0; pair < per_tap; pair++) {
      const float *x = scratch + pair / conv->out_channels * in_floats + row * at.width;
      any_row_of_taps(conv->filter_width, x, dy + pair % conv->out_channels * out_floats, at.rows * at.width, to + pair, per_tap);
    }
  }
}
