#pragma once
#include "simd.h"

/** Values [rows, channels], and what batch norm makes of them a channel at a time. Vectors are
 * [channels]; unused addresses are 0. */
struct batch_norm {
  ref x;
  /** Output of the forward pass, which tells where its ReLU was open; or 0 without ReLU. */
  ref y;
  ref dy;
  /** Added before the ReLU; in the backward pass where its gradient goes. */
  ref residual;
  ref output, mean, variance, inverse, gamma, beta, d_gamma, d_beta;
  /** [items, 2, channels] */
  ref partials;
  int rows, channels, rows_per_item, relu;
  /** 1 when the statistics are of these values, so that the gradient goes through them too. */
  int training;
  float epsilon;
};

INLINE int rows_of(const struct batch_norm *norm, int item) { return min(norm->rows_per_item, norm->rows - item * norm->rows_per_item); }
INLINE offset first_value(const struct batch_norm *norm, int item) { return (offset)item * norm->rows_per_item * norm->channels; }

/** Sums and squared deviations from their own means, for `vectors` vectors of channels. */
INLINE void statistics(const int vectors, const float *x, int rows, offset stride, float *sums, float *squares) {
  vec total[2], mean[2], square[2];
  UNROLL for (int j = 0; j < vectors; j++) total[j] = square[j] = splat(0);
  const float *end = x + rows * stride;
  ROLLED for (const float *at = x; at < end; at += stride) {
    UNROLL for (int j = 0; j < vectors; j++) total[j] += load(at + j * LANES);
  }
  UNROLL for (int j = 0; j < vectors; j++) mean[j] = total[j] * splat(1.0f / (float)rows);
  ROLLED for (const float *at = x; at < end; at += stride) {
    UNROLL for (int j = 0; j < vectors; j++) {
      const vec apart = load(at + j * LANES) - mean[j];
      square[j] = multiply_add(apart, apart, square[j]);
    }
  }
  UNROLL for (int j = 0; j < vectors; j++) {
    store(sums + j * LANES, total[j]);
    store(squares + j * LANES, square[j]);
  }
}

static void statistics_of_one(const float *x, int rows, offset stride, float *sums, float *squares) {
  float sum = 0;
  for (int row = 0; row < rows; row++) sum += x[row * stride];
  const float mean = sum / (float)rows;
  float square = 0;
  for (int row = 0; row < rows; row++) {
    const float apart = x[row * stride] - mean;
    square += apart * apart;
  }
  *sums = sum;
  *squares = square;
}

/** Sum and squared deviation from the item's own mean, for each channel of some rows: no
 * cancellation, and memory is read once since the rows stay in the cache. */
ITEM(batch_norm_statistics) {
  FIELDS(batch_norm, norm);
  const int channels = norm->channels, rows = rows_of(norm, item);
  const float *x = AT(norm->x) + first_value(norm, item);
  float *sums = AT(norm->partials) + item * 2 * channels;
  float *squares = sums + channels;
  int channel = 0;
  for (; channel + 2 * LANES <= channels; channel += 2 * LANES) statistics(2, x + channel, rows, channels, sums + channel, squares + channel);
  for (; channel + LANES <= channels; channel += LANES) statistics(1, x + channel, rows, channels, sums + channel, squares + channel);
  for (; channel < channels; channel++) statistics_of_one(x + channel, rows, channels, sums + channel, squares + channel);
}

#define JOINED_CHANNELS 16

/** Channels that are joined at once: a vector of float64. */
#define WIDE_LANES (LANES / 2)
typedef double wide_vec __attribute__((vector_size(8 * WIDE_LANES), aligned(8)));
typedef float narrow_vec __attribute__((vector_size(4 * WIDE_LANES), aligned(4)));

INLINE wide_vec load_wide(const float *from) { return __builtin_convertvector(*(const narrow_vec *)from, wide_vec); }
INLINE void store_narrow(float *to, wide_vec value) { *(narrow_vec *)to = __builtin_convertvector(value, narrow_vec); }
INLINE int items_of(const struct batch_norm *norm) { return (norm->rows + norm->rows_per_item - 1) / norm->rows_per_item; }

static void join_vector(char *memory, const struct batch_norm *norm, int channel) {
  const int items = items_of(norm);
  const offset stride = 2 * norm->channels;
  const float *sums = AT(norm->partials) + channel;
  wide_vec sum = {};
  for (int part = 0; part < items; part++) sum += load_wide(sums + part * stride);
  const wide_vec mean = sum / (double)norm->rows;
  wide_vec squares = {};
  for (int part = 0; part < items; part++) {
    const double count = rows_of(norm, part);
    const wide_vec apart = load_wide(sums + part * stride) / count - mean;
    squares += load_wide(sums + part * stride + norm->channels) + apart * apart * count;
  }
  const wide_vec variance = squares / (double)norm->rows;
  store_narrow(AT(norm->mean) + channel, mean);
  store_narrow(AT(norm->variance) + channel, variance);
  store_narrow(AT(norm->inverse) + channel, 1 / __builtin_elementwise_sqrt(variance + (double)norm->epsilon));
}

static void join_one(char *memory, const struct batch_norm *norm, int channel) {
  const int items = items_of(norm);
  const float *sums = AT(norm->partials) + channel;
  double sum = 0;
  for (int part = 0; part < items; part++) sum += sums[part * 2 * norm->channels];
  const double mean = sum / norm->rows;
  double squares = 0;
  for (int part = 0; part < items; part++) {
    const double count = rows_of(norm, part);
    const double apart = sums[part * 2 * norm->channels] / count - mean;
    squares += sums[(part * 2 + 1) * norm->channels] + apart * apart * count;
  }
  const double variance = squares / norm->rows;
  AT(norm->mean)[channel] = (float)mean;
  AT(norm->variance)[channel] = (float)variance;
  AT(norm->inverse)[channel] = (float)(1 / __builtin_sqrt(variance + norm->epsilon));
}

/** Joins the items' statistics (Chan et al. 1979), in float64 and in order: mean, biased variance,
 * 1 / √(variance + ε). */
ITEM(batch_norm_join) {
  FIELDS(batch_norm, norm);
  const int last = min(norm->channels, (item + 1) * JOINED_CHANNELS);
  int channel = item * JOINED_CHANNELS;
  for (; channel + WIDE_LANES <= last; channel += WIDE_LANES) join_vector(memory, norm, channel);
  for (; channel < last; channel++) join_one(memory, norm, channel);
}

/** output = relu?((x − mean) · γ · inverse + β + residual?) Scratch: γ · inverse. */
ITEM(batch_norm_apply) {
  FIELDS(batch_norm, norm);
  const int channels = norm->channels, rows = rows_of(norm, item);
  const offset start = first_value(norm, item);
  const float *mean = AT(norm->mean), *beta = AT(norm->beta);
  for (int channel = 0; channel < channels; channel++) scratch[channel] = AT(norm->gamma)[channel] * AT(norm->inverse)[channel];
  const vec least = splat(norm->relu ? 0 : -__builtin_inff());
  for (int row = 0; row < rows; row++) {
    const float *x = AT(norm->x) + start + row * channels;
    const float *residual = norm->residual == 0 ? 0 : AT(norm->residual) + start + row * channels;
    float *to = AT(norm->output) + start + row * channels;
    int channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      vec value = multiply_add(load(x + channel) - load(mean + channel), load(scratch + channel), load(beta + channel));
      if (residual) value += load(residual + channel);
      store(to + channel, at_least(value, least));
    }
    for (; channel < channels; channel++) {
      float value = (x[channel] - mean[channel]) * scratch[channel] + beta[channel];
      if (residual) value += residual[channel];
      to[channel] = norm->relu ? float_at_least(value, 0) : value;
    }
  }
}

/** The gradient where the ReLU was open, else 0; `y` is 0 without ReLU. */
INLINE vec through_relu(const float *dy, const float *y, offset index) {
  return y ? keep((ivec)(load(y + index) > splat(0)), load(dy + index)) : load(dy + index);
}
INLINE float float_through_relu(const float *dy, const float *y, offset index) { return y && !(y[index] > 0) ? 0 : dy[index]; }

/** Where a pass over gradients reads. */
struct gradient_values {
  const float *x, *y, *dy, *mean;
  offset first, end;
  int channels;
};

INLINE void gradient_sums(const int vectors, struct gradient_values at, int channel, float *sums, float *products) {
  vec sum[4], product[4], mean[4];
  UNROLL for (int j = 0; j < vectors; j++) {
    sum[j] = product[j] = splat(0);
    mean[j] = load(at.mean + channel + j * LANES);
  }
  for (offset index = at.first + channel; index < at.end; index += at.channels) {
    UNROLL for (int j = 0; j < vectors; j++) {
      const vec dy = through_relu(at.dy, at.y, index + j * LANES);
      sum[j] += dy;
      product[j] = multiply_add(dy, load(at.x + index + j * LANES) - mean[j], product[j]);
      IN_ORDER;
    }
  }
  UNROLL for (int j = 0; j < vectors; j++) {
    store(sums + channel + j * LANES, sum[j]);
    store(products + channel + j * LANES, product[j]);
  }
}

/** Sums of dy and of dy · (x − mean) for each channel of some rows. */
ITEM(batch_norm_gradient_sums) {
  FIELDS(batch_norm, norm);
  const int channels = norm->channels;
  const offset first = first_value(norm, item);
  const struct gradient_values at = {AT(norm->x), norm->y ? AT(norm->y) : 0, AT(norm->dy), AT(norm->mean), first, first + (offset)rows_of(norm, item) * channels, channels};
  float *sums = AT(norm->partials) + item * 2 * channels;
  float *products = sums + channels;
  int channel = 0;
  // Eight sums at once where there are so many channels: each waits four cycles for its own last
  // addition.
  for (; channel + 4 * LANES <= channels; channel += 4 * LANES) gradient_sums(4, at, channel, sums, products);
  for (; channel + LANES <= channels; channel += LANES) gradient_sums(1, at, channel, sums, products);
  for (; channel < channels; channel++) {
    float sum = 0, product = 0;
    for (offset index = first + channel; index < at.end; index += channels) {
      const float dy = float_through_relu(at.dy, at.y, index);
      sum += dy;
      product += dy * (at.x[index] - at.mean[channel]);
    }
    sums[channel] = sum;
    products[channel] = product;
  }
}

static void join_gradient_vector(char *memory, const struct batch_norm *norm, int channel) {
  const int items = items_of(norm);
  const offset stride = 2 * norm->channels;
  const float *sums = AT(norm->partials) + channel;
  wide_vec sum = {}, product = {};
  for (int part = 0; part < items; part++) {
    sum += load_wide(sums + part * stride);
    product += load_wide(sums + part * stride + norm->channels);
  }
  store_narrow(AT(norm->d_beta) + channel, sum);
  store_narrow(AT(norm->d_gamma) + channel, product * load_wide(AT(norm->inverse) + channel));
}

static void join_gradient_one(char *memory, const struct batch_norm *norm, int channel) {
  const int items = items_of(norm);
  const float *sums = AT(norm->partials) + channel;
  double sum = 0, product = 0;
  for (int part = 0; part < items; part++) {
    sum += sums[part * 2 * norm->channels];
    product += sums[(part * 2 + 1) * norm->channels];
  }
  AT(norm->d_beta)[channel] = (float)sum;
  AT(norm->d_gamma)[channel] = (float)(product * AT(norm->inverse)[channel]);
}

/** Joins the items' sums, in float64 and in order: dβ and dγ. */
ITEM(batch_norm_gradient_join) {
  FIELDS(batch_norm, norm);
  const int last = min(norm->channels, (item + 1) * JOINED_CHANNELS);
  int channel = item * JOINED_CHANNELS;
  for (; channel + WIDE_LANES <= last; channel += WIDE_LANES) join_gradient_vector(memory, norm, channel);
  for (; channel < last; channel++) join_gradient_one(memory, norm, channel);
}

/** dx = γ · inverse · (dy − mean(dy) − x̂ · mean(dy · x̂)), or γ · inverse · dy with stored
 * statistics; the residual's gradient is dy through the ReLU. Scratch: three vectors: γ · inverse;
 * mean(dy); inverse · mean(dy · x̂). */
ITEM(batch_norm_gradient) {
  FIELDS(batch_norm, norm);
  const int channels = norm->channels;
  float *shifts = scratch + channels, *slopes = shifts + channels;
  const float share = 1.0f / (float)norm->rows;
  for (int channel = 0; channel < channels; channel++) {
    const float inverse = AT(norm->inverse)[channel];
    scratch[channel] = AT(norm->gamma)[channel] * inverse;
    if (!norm->training) continue;
    shifts[channel] = AT(norm->d_beta)[channel] * share;
    slopes[channel] = AT(norm->d_gamma)[channel] * share * inverse;
  }
  const float *x = AT(norm->x), *y = norm->y ? AT(norm->y) : 0, *dy = AT(norm->dy), *mean = AT(norm->mean);
  float *residual = norm->residual ? AT(norm->residual) : 0, *to = AT(norm->output);
  const offset first = first_value(norm, item);
  for (offset row = first; row < first + (offset)rows_of(norm, item) * channels; row += channels) {
    int channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      const vec through = through_relu(dy, y, row + channel);
      if (residual) store(residual + row + channel, through);
      vec value = through;
      if (norm->training) value = multiply_subtract(load(x + row + channel) - load(mean + channel), load(slopes + channel), through - load(shifts + channel));
      store(to + row + channel, value * load(scratch + channel));
    }
    for (; channel < channels; channel++) {
      const float through = float_through_relu(dy, y, row + channel);
      if (residual) residual[row + channel] = through;
      float value = through;
      if (norm->training) value = through - shifts[channel] - (x[row + channel] - mean[channel]) * slopes[channel];
      to[row + channel] = value * scratch[channel];
    }
  }
}
