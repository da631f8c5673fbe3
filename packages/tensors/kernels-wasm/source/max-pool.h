#pragma once
#include "simd.h"

/** A maximum pool over [images, inHeight, inWidth, channels], and its gradient. */
struct max_pool {
  ref x;
  /** The pooled values, or their gradient. */
  ref y;
  ref dx;
  int in_height, in_width, channels, out_height, out_width;
  int filter_height, filter_width, stride_height, stride_width, top, left;
};

/** A window clipped to the image. */
struct window {
  int top, bottom, left, right;
};

INLINE struct window window_at(const struct max_pool *pool, int row, int column) {
  const int top = row * pool->stride_height - pool->top;
  const int left = column * pool->stride_width - pool->left;
  return (struct window){max(0, top), min(pool->in_height, top + pool->filter_height), max(0, left), min(pool->in_width, left + pool->filter_width)};
}

/** Windows are small: an unrolled loop would cost more to enter than it saves. */
#define EACH_PIXEL(window)                                                     \
  ROLLED for (int row = (window).top; row < (window).bottom; row++)            \
    ROLLED for (int column = (window).left; column < (window).right; column++)

INLINE int pixel_at(const struct max_pool *pool, int row, int column) { return (row * pool->in_width + column) * pool->channels; }

// A NaN stays the largest, as in torch.
INLINE vec largest_vector(const struct max_pool *pool, struct window window, const float *image) {
  vec most = splat(-__builtin_inff());
  EACH_PIXEL(window) most = larger(load(image + pixel_at(pool, row, column)), most);
  return most;
}

INLINE float largest_float(const struct max_pool *pool, struct window window, const float *image) {
  float most = -__builtin_inff();
  EACH_PIXEL(window) {
    const float value = image[pixel_at(pool, row, column)];
    if (float_is_more(value, most)) most = value;
  }
  return most;
}

/** One row of one image's output. */
ITEM(max_pool) {
  FIELDS(max_pool, pool);
  const float *image = AT(pool->x) + (offset)(item / pool->out_height) * pool->in_height * pool->in_width * pool->channels;
  for (int place = 0; place < pool->out_width; place++) {
    const struct window window = window_at(pool, item % pool->out_height, place);
    float *to = AT(pool->y) + ((offset)item * pool->out_width + place) * pool->channels;
    int channel = 0;
    for (; channel + LANES <= pool->channels; channel += LANES) store(to + channel, largest_vector(pool, window, image + channel));
    for (; channel < pool->channels; channel++) to[channel] = largest_float(pool, window, image + channel);
  }
}

INLINE void send_vector(const struct max_pool *pool, struct window window, const float *x, float *dx, vec dy) {
  vec most = splat(-__builtin_inff());
  ivec place = splat_int(pixel_at(pool, window.top, window.left));
  EACH_PIXEL(window) {
    const int at = pixel_at(pool, row, column);
    const ivec more = is_more(load(x + at), most);
    most = where(more, load(x + at), most);
    place = where_int(more, splat_int(at), place);
  }
  EACH_PIXEL(window) {
    const int at = pixel_at(pool, row, column);
    store(dx + at, load(dx + at) + keep((ivec)(place == splat_int(at)), dy));
  }
}

INLINE void send_float(const struct max_pool *pool, struct window window, const float *x, float *dx, float dy) {
  float most = -__builtin_inff();
  int place = pixel_at(pool, window.top, window.left);
  EACH_PIXEL(window) {
    const int at = pixel_at(pool, row, column);
    if (float_is_more(x[at], most)) {
      most = x[at];
      place = at;
    }
  }
  if (window.top < window.bottom && window.left < window.right) dx[place] += dy;
}

#define POOL_CHANNELS 16

/** Sixteen channels of one image. The first of a window's equal maxima gets the gradient; a NaN
 * counts as the maximum, the last one of several, as in torch. */
ITEM(max_pool_gradient) {
  FIELDS(max_pool, pool);
  const int groups = (pool->channels + POOL_CHANNELS - 1) / POOL_CHANNELS;
  const int image = item / groups;
  const int from = item % groups * POOL_CHANNELS;
  const int until = min(pool->channels, from + POOL_CHANNELS);
  const offset start = (offset)image * pool->in_height * pool->in_width * pool->channels;
  const float *x = AT(pool->x) + start;
  float *dx = AT(pool->dx) + start;
  for (int place = 0; place < pool->in_height * pool->in_width; place++) zero_floats(dx + place * pool->channels + from, until - from);
  for (int place = 0; place < pool->out_height * pool->out_width; place++) {
    const struct window window = window_at(pool, place / pool->out_width, place % pool->out_width);
    const float *dy = AT(pool->y) + ((offset)image * pool->out_height * pool->out_width + place) * pool->channels;
    int channel = from;
    for (; channel + LANES <= until; channel += LANES) send_vector(pool, window, x + channel, dx + channel, load(dy + channel));
    for (; channel < until; channel++) send_float(pool, window, x + channel, dx + channel, dy[channel]);
  }
}
#undef EACH_PIXEL
