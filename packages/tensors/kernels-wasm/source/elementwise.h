#pragma once
#include "simd.h"

/** output = a op b over rows of `inner` values. Row r of b begins at ⌊r / repeat⌋ · stride; where
 * `is_splat` is 1 it is one value for the whole row. */
struct binary {
  ref a, b, output;
  int rows, inner, rows_per_item, repeat, stride, is_splat;
  int operation;
};

enum { ADD, SUBTRACT, MULTIPLY, /** a where b > 0, else 0: the gradient of ReLU from its output. */ WHERE_POSITIVE };

INLINE vec combined(const int operation, vec a, vec b) {
  if (operation == ADD) return a + b;
  if (operation == SUBTRACT) return a - b;
  if (operation == MULTIPLY) return a * b;
  return keep((ivec)(b > splat(0)), a);
}

INLINE float combined_float(const int operation, float a, float b) {
  if (operation == ADD) return a + b;
  if (operation == SUBTRACT) return a - b;
  if (operation == MULTIPLY) return a * b;
  return b > 0 ? a : 0;
}

/** `b_step` is 1, or 0 where one value serves the whole row. */
INLINE void combine_by(const int operation, const int b_step, const float *a, const float *b, float *to, int count) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, combined(operation, load(a + index), b_step ? load(b + index) : splat(*b)));
  for (; index < count; index++) to[index] = combined_float(operation, a[index], b[index * b_step]);
}

// The operation is asked once for each stretch of values, not once for each value.
INLINE void combine(int operation, const int b_step, const float *a, const float *b, float *to, int count) {
  if (operation == ADD) combine_by(ADD, b_step, a, b, to, count);
  else if (operation == SUBTRACT) combine_by(SUBTRACT, b_step, a, b, to, count);
  else if (operation == MULTIPLY) combine_by(MULTIPLY, b_step, a, b, to, count);
  else combine_by(WHERE_POSITIVE, b_step, a, b, to, count);
}

ITEM(binary) {
  FIELDS(binary, task);
  const int last = min(task->rows, (item + 1) * task->rows_per_item);
  for (int row = item * task->rows_per_item; row < last; row++) {
    const float *a = AT(task->a) + row * task->inner;
    const float *b = AT(task->b) + row / task->repeat * task->stride;
    float *to = AT(task->output) + row * task->inner;
    if (task->is_splat) combine(task->operation, 0, a, b, to, task->inner);
    else combine(task->operation, 1, a, b, to, task->inner);
  }
}

/** output = max(a, 0), NaN staying NaN. */
ITEM(relu) {
  FIELDS(binary, task);
  const int from = item * task->rows_per_item;
  copy_positive(AT(task->output) + from, AT(task->a) + from, min(task->rows_per_item, task->rows - from));
}
