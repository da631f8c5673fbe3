#pragma once
#include "elementwise.h"
#include "reduction.h"

/** What attention gates read of a map [images, positions, channels], and what they do to it. */
struct gate {
  ref x, dy, dx;
  /** Means and maxima: for channel gates [images, channels] each; for position gates
   * [images, positions, 2], the mean at `mean_at`. Or their gradients. */
  ref means, maxima;
  /** Where each maximum was: a position, or a channel. */
  ref places;
  /** [images, channels] or [images, positions], and its gradient. */
  ref gate, d_gate;
  int images, positions, channels, mean_at, positions_per_item;
};

#define GATE_CHANNELS 16
/** Sums of at most so many values are joined, so that the error does not grow with the map. */
#define GATE_PART 64

/** Sixteen channels of one image. */
#define EACH_CHANNEL(vector_work, one_work)                                    \
  const int groups = (task->channels + GATE_CHANNELS - 1) / GATE_CHANNELS;     \
  const int image = item / groups;                                             \
  const int from = item % groups * GATE_CHANNELS;                              \
  const int until = min(task->channels, from + GATE_CHANNELS);                 \
  int channel = from;                                                          \
  for (; channel + LANES <= until; channel += LANES) vector_work(memory, task, image, channel); \
  for (; channel < until; channel++) one_work(memory, task, image, channel);

static void pool_vector(char *memory, const struct gate *task, int image, int channel) {
  const float *x = AT(task->x) + (offset)image * task->positions * task->channels + channel;
  vec most = splat(-__builtin_inff()), total = splat(0);
  ivec place = splat_int(0);
  for (int start = 0; start < task->positions; start += GATE_PART) {
    vec sum = splat(0);
    const int end = min(task->positions, start + GATE_PART);
    for (int position = start; position < end; position++) {
      const vec value = load(x + position * task->channels);
      const ivec more = is_more(value, most);
      most = where(more, value, most);
      place = where_int(more, splat_int(position), place);
      sum += value;
    }
    total += sum;
  }
  const int to = image * task->channels + channel;
  store(AT(task->means) + to, total * splat(1.0f / (float)task->positions));
  store(AT(task->maxima) + to, most);
  store(AT(task->places) + to, (vec)place);
}

static void pool_one(char *memory, const struct gate *task, int image, int channel) {
  const float *x = AT(task->x) + (offset)image * task->positions * task->channels + channel;
  float most = -__builtin_inff();
  int place = 0;
  double sum = 0;
  for (int position = 0; position < task->positions; position++) {
    const float value = x[position * task->channels];
    if (float_is_more(value, most)) {
      most = value;
      place = position;
    }
    sum += value;
  }
  const int to = image * task->channels + channel;
  AT(task->means)[to] = (float)(sum / task->positions);
  AT(task->maxima)[to] = most;
  ((int *)AT(task->places))[to] = place;
}

/** Mean and first maximum over the positions of sixteen channels of one image. */
ITEM(position_pools) {
  FIELDS(gate, task);
  EACH_CHANNEL(pool_vector, pool_one)
}

/** dx of some positions: an equal share of the mean's gradient, and the maximum's where it was. */
ITEM(position_pools_gradient) {
  FIELDS(gate, task);
  const float share = 1.0f / (float)task->positions;
  const int last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  for (int row = item * task->positions_per_item; row < last; row++) {
    const int vectors = row / task->positions * task->channels;
    const int position = row % task->positions;
    const float *means = AT(task->means) + vectors, *maxima = AT(task->maxima) + vectors;
    const int *places = (const int *)AT(task->places) + vectors;
    float *to = AT(task->dx) + (offset)row * task->channels;
    int channel = 0;
    for (; channel + LANES <= task->channels; channel += LANES) {
      const ivec is_place = (ivec)(*(const ivec *)(places + channel) == splat_int(position));
      store(to + channel, load(means + channel) * splat(share) + keep(is_place, load(maxima + channel)));
    }
    for (; channel < task->channels; channel++) to[channel] = means[channel] * share + (places[channel] == position ? maxima[channel] : 0);
  }
}

/** The first place of the largest value, or of a NaN, one by one. */
static int first_maximum_of_few(const float *from, int count) {
  int place = 0;
  for (int index = 0; index < count; index++) {
    if (from[index] != from[index]) return index;
    if (from[index] > from[place]) place = index;
  }
  return place;
}

/** 0, 1, 2 … */
INLINE ivec lane_numbers(void) {
  int numbers[LANES];
  UNROLL for (int lane = 0; lane < LANES; lane++) numbers[lane] = lane;
  return *(const ivec *)numbers;
}

/** Whole numbers in the order of the values, which are no NaN; both zeros are one. */
INLINE ivec in_order(vec x) {
  const ivec bits = (ivec)(x + splat(0));
  return bits ^ ((bits >> 31) & splat_int(0x7fffffff));
}

/** The first place of the largest value. A NaN is the largest. */
static int first_maximum(const float *from, int count) {
  if (count % LANES != 0) return first_maximum_of_few(from, count);
  vec most = load(from);
  ivec place = lane_numbers(), places = place;
  for (int index = LANES; index < count; index += LANES) {
    const vec value = load(from + index);
    places += splat_int(LANES);
    const ivec more = is_more(value, most);
    most = where(more, value, most);
    place = where_int(more, places, place);
  }
  if (__builtin_reduce_or((ivec)(most != most))) return first_maximum_of_few(from, count);
  const ivec order = in_order(most);
  return __builtin_reduce_min(where_int((ivec)(order == splat_int(__builtin_reduce_max(order))), place, splat_int(count)));
}

/** Mean and first maximum over the channels of some positions. */
ITEM(channel_pools) {
  FIELDS(gate, task);
  const int last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  for (int row = item * task->positions_per_item; row < last; row++) {
    const float *from = AT(task->x) + (offset)row * task->channels;
    const int place = first_maximum(from, task->channels);
    ((int *)AT(task->places))[row] = place;
    AT(task->means)[row * 2 + task->mean_at] = sum_row(from, task->channels) / (float)task->channels;
    AT(task->means)[row * 2 + 1 - task->mean_at] = from[place];
  }
}

/** dx of some positions: an equal share of the mean's gradient, and the maximum's at its channel. */
ITEM(channel_pools_gradient) {
  FIELDS(gate, task);
  const int last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  for (int row = item * task->positions_per_item; row < last; row++) {
    float *to = AT(task->dx) + (offset)row * task->channels;
    const float share = AT(task->means)[row * 2 + task->mean_at] / (float)task->channels;
    int channel = 0;
    for (; channel + LANES <= task->channels; channel += LANES) store(to + channel, splat(share));
    for (; channel < task->channels; channel++) to[channel] = share;
    to[((const int *)AT(task->places))[row]] += AT(task->means)[row * 2 + 1 - task->mean_at];
  }
}

static void gate_vector(char *memory, const struct gate *task, int image, int channel) {
  const int vector = image * task->channels + channel;
  const offset first = (offset)image * task->positions * task->channels + channel;
  const float *x = AT(task->x) + first, *dy = AT(task->dy) + first;
  float *dx = AT(task->dx) + first;
  const vec gate = load(AT(task->gate) + vector);
  vec total = splat(0);
  for (int start = 0; start < task->positions; start += GATE_PART) {
    vec sum = splat(0);
    const int end = min(task->positions, start + GATE_PART);
    for (int position = start; position < end; position++) {
      const offset at = (offset)position * task->channels;
      sum = multiply_add(load(dy + at), load(x + at), sum);
      store(dx + at, load(dy + at) * gate);
    }
    total += sum;
  }
  store(AT(task->d_gate) + vector, total);
}

static void gate_one(char *memory, const struct gate *task, int image, int channel) {
  const int vector = image * task->channels + channel;
  const float gate = AT(task->gate)[vector];
  double sum = 0;
  for (int position = 0; position < task->positions; position++) {
    const offset index = ((offset)image * task->positions + position) * task->channels + channel;
    const float dy = AT(task->dy)[index];
    sum += dy * AT(task->x)[index];
    AT(task->dx)[index] = dy * gate;
  }
  AT(task->d_gate)[vector] = (float)sum;
}

/** dx = dy · gate and dGate = Σ dy · x over the positions, for sixteen channels of one image. */
ITEM(channel_gate_gradient) {
  FIELDS(gate, task);
  EACH_CHANNEL(gate_vector, gate_one)
}

/** dx = dy · gate and dGate = Σ dy · x over the channels, for some positions. */
ITEM(position_gate_gradient) {
  FIELDS(gate, task);
  const int last = min(task->images * task->positions, (item + 1) * task->positions_per_item);
  for (int row = item * task->positions_per_item; row < last; row++) {
    const float gate = AT(task->gate)[row];
    const offset first = (offset)row * task->channels;
    const float *x = AT(task->x) + first, *dy = AT(task->dy) + first;
    float *dx = AT(task->dx) + first;
    int channel = 0;
    vec sums = splat(0);
    for (; channel + LANES <= task->channels; channel += LANES) {
      sums = multiply_add(load(dy + channel), load(x + channel), sums);
      store(dx + channel, load(dy + channel) * splat(gate));
    }
    float sum = sum_lanes(sums);
    for (; channel < task->channels; channel++) {
      sum += dy[channel] * x[channel];
      dx[channel] = dy[channel] * gate;
    }
    AT(task->d_gate)[row] = sum;
  }
}
