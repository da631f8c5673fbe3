#pragma once
#include "simd.h"

/** Sums over the middle of [outer, length, inner], in parts that are joined in order. */
struct reduction {
  ref input;
  /** [outer, parts, inner] */
  ref partials;
  /** [outer, inner] */
  ref output;
  int length, inner, parts, part_length;
  /** Multiplies the sum: 1 / length for a mean. */
  float scale;
};

static float sum_row(const float *from, int count) {
  vec sums = splat(0);
  int index = 0;
  for (; index + LANES <= count; index += LANES) sums += load(from + index);
  float sum = sum_lanes(sums);
  for (; index < count; index++) sum += from[index];
  return sum;
}

/** One part of one outer index. */
ITEM(sum_part) {
  FIELDS(reduction, task);
  const int first = item % task->parts * task->part_length;
  const int count = min(task->part_length, task->length - first);
  const int inner = task->inner;
  const float *from = AT(task->input) + ((offset)(item / task->parts) * task->length + first) * inner;
  float *to = AT(task->partials) + item * inner;
  if (inner == 1) {
    *to = sum_row(from, count);
    return;
  }
  int column = 0;
  for (; column + LANES <= inner; column += LANES) {
    vec sum = splat(0);
    for (int row = 0; row < count; row++) sum += load(from + (offset)row * inner + column);
    store(to + column, sum);
  }
  for (; column < inner; column++) {
    float sum = 0;
    for (int row = 0; row < count; row++) sum += from[(offset)row * inner + column];
    to[column] = sum;
  }
}

/** Joins the parts of one outer index, in float64. */
ITEM(join_sums) {
  FIELDS(reduction, task);
  for (int column = 0; column < task->inner; column++) {
    double sum = 0;
    for (int part = 0; part < task->parts; part++) sum += AT(task->partials)[(item * task->parts + part) * task->inner + column];
    AT(task->output)[item * task->inner + column] = (float)(sum * task->scale);
  }
}

/** Sum of squares of one part of [length] to `partials`. */
ITEM(sum_squares_part) {
  FIELDS(reduction, task);
  const int first = item * task->part_length;
  const int count = min(task->part_length, task->length - first);
  const float *from = AT(task->input) + first;
  vec sums = splat(0);
  int index = 0;
  for (; index + LANES <= count; index += LANES) sums = multiply_add(load(from + index), load(from + index), sums);
  float sum = sum_lanes(sums);
  for (; index < count; index++) sum += from[index] * from[index];
  AT(task->partials)[item] = sum;
}
