#pragma once
#include "gates.h"
#include "sigmoid.h"

/** A whole gate over channels: means and maxima of a map [images, positions, channels] pass one
 * bottleneck of so many `units`; gate = gain · sigmoid of the sum of both scores. Addresses that a
 * task does not use are 0. */
struct channel_gate {
  /** What is scaled, and the result or its gradient. */
  ref x, y, dy, dx;
  /** [2 · images, channels], means first, and where the maxima lie [images, channels]. */
  ref pools, places;
  /** [2 · images, units], behind the ReLU. */
  ref hidden;
  /** [images, channels] */
  ref gate;
  /** [channels, units], [units], [units, channels], [channels]; a bias may be 0. */
  ref squeeze, squeeze_bias, excite, excite_bias;
  /** Gradients: of the scores [images, channels], and of what has the same name. */
  ref d_scores, d_pools, d_hidden, d_squeeze, d_squeeze_bias, d_excite, d_excite_bias;
  int images, positions, channels, units, positions_per_item;
  float gain;
};

/** to[i] += from[i] · factor */
INLINE void add_scaled(float *restrict to, const float *restrict from, float factor, int count) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, multiply_add(load(from + index), splat(factor), load(to + index)));
  for (; index < count; index++) to[index] += from[index] * factor;
}

static void set_floats(float *to, const float *from, int count) {
  for (int index = 0; index < count; index++) to[index] = from ? from[index] : 0;
}

static float dot(const float *a, const float *b, int count) {
  vec sums = splat(0);
  int index = 0;
  for (; index + LANES <= count; index += LANES) sums = multiply_add(load(a + index), load(b + index), sums);
  float sum = sum_lanes(sums);
  for (; index < count; index++) sum += a[index] * b[index];
  return sum;
}

/** relu(pools · squeeze + bias) of one row of pools. */
static void squeeze_pools(char *memory, const struct channel_gate *task, int row) {
  const int units = task->units;
  const float *pools = AT(task->pools) + (offset)row * task->channels, *weights = AT(task->squeeze);
  float *hidden = AT(task->hidden) + row * units;
  set_floats(hidden, task->squeeze_bias ? AT(task->squeeze_bias) : 0, units);
  for (int channel = 0; channel < task->channels; channel++) add_scaled(hidden, weights + (offset)channel * units, pools[channel], units);
  for (int unit = 0; unit < units; unit++) hidden[unit] = float_at_least(hidden[unit], 0);
}

/** The gate of one image. Scratch: its scores. */
ITEM(channel_gate_scores) {
  FIELDS(channel_gate, task);
  const int channels = task->channels, units = task->units;
  squeeze_pools(memory, task, item);
  squeeze_pools(memory, task, task->images + item);
  const float *means = AT(task->hidden) + item * units, *maxima = means + task->images * units;
  for (int channel = 0; channel < channels; channel++) scratch[channel] = task->excite_bias ? 2 * AT(task->excite_bias)[channel] : 0;
  for (int unit = 0; unit < units; unit++) add_scaled(scratch, AT(task->excite) + (offset)unit * channels, means[unit] + maxima[unit], channels);
  sigmoids(AT(task->gate) + (offset)item * channels, scratch, channels, task->gain);
}

/** y = x · gate for some positions. */
ITEM(channel_gate_apply) {
  FIELDS(channel_gate, task);
  const int channels = task->channels, last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  for (int row = item * task->positions_per_item; row < last; row++) {
    const float *x = AT(task->x) + (offset)row * channels, *gate = AT(task->gate) + (offset)(row / task->positions) * channels;
    combine_by(MULTIPLY, 1, x, gate, AT(task->y) + (offset)row * channels, channels);
  }
}

static void score_gradient_vector(char *memory, const struct channel_gate *task, int image, int channel) {
  const offset first = (offset)image * task->positions * task->channels + channel;
  const float *x = AT(task->x) + first, *dy = AT(task->dy) + first;
  const int vector = image * task->channels + channel;
  vec total = splat(0);
  for (int start = 0; start < task->positions; start += GATE_PART) {
    vec sum = splat(0);
    const int end = min(task->positions, start + GATE_PART);
    for (int position = start; position < end; position++) {
      const offset at = (offset)position * task->channels;
      sum = multiply_add(load(dy + at), load(x + at), sum);
    }
    total += sum;
  }
  const vec gate = load(AT(task->gate) + vector);
  store(AT(task->d_scores) + vector, total * gate * (splat(1) - gate * splat(1 / task->gain)));
}

static void score_gradient_one(char *memory, const struct channel_gate *task, int image, int channel) {
  const float *x = AT(task->x) + (offset)image * task->positions * task->channels + channel;
  const float *dy = AT(task->dy) + (offset)image * task->positions * task->channels + channel;
  const int vector = image * task->channels + channel;
  double sum = 0;
  for (int position = 0; position < task->positions; position++) sum += dy[(offset)position * task->channels] * x[(offset)position * task->channels];
  const float gate = AT(task->gate)[vector];
  AT(task->d_scores)[vector] = (float)sum * gate * (1 - gate * (1 / task->gain));
}

/** Gradient of the scores, Σ dy · x over the positions times the sigmoid's slope, for sixteen
 * channels of one image. */
ITEM(channel_gate_score_gradient) {
  FIELDS(channel_gate, task);
  EACH_CHANNEL(score_gradient_vector, score_gradient_one)
}

/** Gradients of one image's hidden units and of its pools. */
ITEM(channel_gate_pool_gradient) {
  FIELDS(channel_gate, task);
  const int channels = task->channels, units = task->units;
  const float *scores = AT(task->d_scores) + (offset)item * channels;
  for (int kind = 0; kind < 2; kind++) {
    const int row = kind * task->images + item;
    const float *hidden = AT(task->hidden) + row * units;
    float *d_hidden = AT(task->d_hidden) + row * units, *d_pools = AT(task->d_pools) + (offset)row * channels;
    for (int unit = 0; unit < units; unit++) d_hidden[unit] = hidden[unit] > 0 ? dot(AT(task->excite) + (offset)unit * channels, scores, channels) : 0;
    for (int channel = 0; channel < channels; channel++) d_pools[channel] = dot(AT(task->squeeze) + (offset)channel * units, d_hidden, units);
  }
}

/** Gradients of the bottleneck's weights, those of sixteen channels; the first item's also of its
 * units' biases. */
ITEM(channel_gate_weight_gradient) {
  FIELDS(channel_gate, task);
  const int channels = task->channels, units = task->units, rows = 2 * task->images;
  const int from = item * GATE_CHANNELS, count = min(GATE_CHANNELS, channels - from);
  const float *hidden = AT(task->hidden), *d_hidden = AT(task->d_hidden), *scores = AT(task->d_scores) + from;
  for (int channel = from; channel < from + count; channel++) {
    float *to = AT(task->d_squeeze) + (offset)channel * units;
    set_floats(to, 0, units);
    for (int row = 0; row < rows; row++) add_scaled(to, d_hidden + row * units, AT(task->pools)[(offset)row * channels + channel], units);
  }
  for (int unit = 0; unit < units; unit++) {
    float *to = AT(task->d_excite) + (offset)unit * channels + from;
    set_floats(to, 0, count);
    for (int image = 0; image < task->images; image++) {
      add_scaled(to, scores + (offset)image * channels, hidden[image * units + unit] + hidden[(task->images + image) * units + unit], count);
    }
  }
  if (task->d_excite_bias) {
    float *to = AT(task->d_excite_bias) + from;
    set_floats(to, 0, count);
    for (int image = 0; image < task->images; image++) add_scaled(to, scores + (offset)image * channels, 2, count);
  }
  if (task->d_squeeze_bias && item == 0) {
    float *to = AT(task->d_squeeze_bias);
    set_floats(to, 0, units);
    for (int row = 0; row < rows; row++) add_scaled(to, d_hidden + row * units, 1, units);
  }
}

/** dx = dy · gate + an equal share of the mean's gradient + the maximum's where it was, for some
 * positions. */
ITEM(channel_gate_gradient_apply) {
  FIELDS(channel_gate, task);
  const int channels = task->channels, last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  const float share = 1.0f / (float)task->positions;
  for (int row = item * task->positions_per_item; row < last; row++) {
    const int image = row / task->positions, position = row % task->positions;
    const float *dy = AT(task->dy) + (offset)row * channels, *gate = AT(task->gate) + (offset)image * channels;
    const float *means = AT(task->d_pools) + (offset)image * channels, *maxima = means + (offset)task->images * channels;
    const int *places = (const int *)AT(task->places) + (offset)image * channels;
    float *to = AT(task->dx) + (offset)row * channels;
    int channel = 0;
    for (; channel + LANES <= channels; channel += LANES) {
      const ivec is_place = (ivec)(*(const ivec *)(places + channel) == splat_int(position));
      const vec pooled = multiply_add(load(means + channel), splat(share), keep(is_place, load(maxima + channel)));
      store(to + channel, multiply_add(load(dy + channel), load(gate + channel), pooled));
    }
    for (; channel < channels; channel++) {
      to[channel] = dy[channel] * gate[channel] + (means[channel] * share + (places[channel] == position ? maxima[channel] : 0));
    }
  }
}
#undef EACH_CHANNEL
