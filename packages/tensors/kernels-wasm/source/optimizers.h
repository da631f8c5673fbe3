#pragma once
#include "simd.h"

/** One step of an optimizer over all values of a parameter. */
struct update {
  ref parameter, gradient;
  /** Momentum buffer, or Adam's first moment. */
  ref first;
  /** Adam's second moment. */
  ref second;
  int count, count_per_item;
  float rate;
  /** Momentum, or Adam's β₁. */
  float beta1;
  /** 1 − dampening, or 1 − β₁. */
  float share1;
  float beta2, weight_decay, gradient_scale;
  int nesterov;
  /** √(1 − β₂ᵗ) */
  float correction2;
  float epsilon;
  /** What decoupled weight decay leaves of the parameter. */
  float keep;
};

/** Values that one item moves. */
struct moved {
  float *parameter, *first;
  const float *gradient;
  int index, last;
};

INLINE struct moved moved_by(char *memory, const struct update *step, int item) {
  const int index = item * step->count_per_item;
  return (struct moved){AT(step->parameter), AT(step->first), AT(step->gradient), index, min(step->count, index + step->count_per_item)};
}

/** The scaled gradient with weight decay. */
INLINE vec decayed_gradient(const struct update *step, vec weight, const float *from) {
  return multiply_add(weight, splat(step->weight_decay), load(from) * splat(step->gradient_scale));
}
INLINE float float_decayed_gradient(const struct update *step, float weight, float from) { return from * step->gradient_scale + weight * step->weight_decay; }

/** v ← momentum · v + (1 − dampening) · g; w ← w − rate · v, or − rate · (g + momentum · v). */
ITEM(sgd) {
  FIELDS(update, step);
  const struct moved at = moved_by(memory, step, item);
  float *parameter = at.parameter, *first = at.first;
  int index = at.index;
  for (; index + LANES <= at.last; index += LANES) {
    const vec weight = load(parameter + index);
    const vec gradient = decayed_gradient(step, weight, at.gradient + index);
    const vec velocity = multiply_add(load(first + index), splat(step->beta1), gradient * splat(step->share1));
    store(first + index, velocity);
    const vec direction = step->nesterov ? multiply_add(velocity, splat(step->beta1), gradient) : velocity;
    store(parameter + index, weight - direction * splat(step->rate));
  }
  for (; index < at.last; index++) {
    const float weight = parameter[index];
    const float gradient = float_decayed_gradient(step, weight, at.gradient[index]);
    const float velocity = first[index] * step->beta1 + gradient * step->share1;
    first[index] = velocity;
    parameter[index] = weight - (step->nesterov ? gradient + velocity * step->beta1 : velocity) * step->rate;
  }
}

/** m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← keep · w − rate · m / (√v / correction +
 * ε). */
ITEM(adam) {
  FIELDS(update, step);
  const struct moved at = moved_by(memory, step, item);
  float *parameter = at.parameter, *first = at.first, *second = AT(step->second);
  int index = at.index;
  for (; index + LANES <= at.last; index += LANES) {
    const vec weight = load(parameter + index);
    const vec gradient = decayed_gradient(step, weight, at.gradient + index);
    const vec mean = multiply_add(load(first + index), splat(step->beta1), gradient * splat(step->share1));
    const vec square = multiply_add(load(second + index), splat(step->beta2), gradient * gradient * splat(1 - step->beta2));
    store(first + index, mean);
    store(second + index, square);
    const vec deviation = __builtin_elementwise_sqrt(square) / splat(step->correction2) + splat(step->epsilon);
    store(parameter + index, weight * splat(step->keep) - mean / deviation * splat(step->rate));
  }
  for (; index < at.last; index++) {
    const float weight = parameter[index];
    const float gradient = float_decayed_gradient(step, weight, at.gradient[index]);
    const float mean = first[index] * step->beta1 + gradient * step->share1;
    const float square = second[index] * step->beta2 + gradient * gradient * (1 - step->beta2);
    first[index] = mean;
    second[index] = square;
    const float move = mean / (__builtin_sqrtf(square) / step->correction2 + step->epsilon) * step->rate;
    parameter[index] = weight * step->keep - move;
  }
}
