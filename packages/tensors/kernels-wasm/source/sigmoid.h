#pragma once
#include "simd.h"

/** e^x within 2 ulp for −87 ≤ x ≤ 87; NaN stays NaN. e^x = 2^n · e^r, |r| ≤ ln 2 / 2, and e^r as a
 * polynomial (Cephes' `expf`). */
INLINE vec exponential(vec x) {
  // What is added and taken away leaves the nearest whole number, which is in the last bits meanwhile.
  const vec shift = splat(12582912.0f);
  const vec shifted = multiply_add(x, splat(1.44269504f), shift);
  const vec count = shifted - shift;
  vec rest = multiply_subtract(count, splat(0.693359375f), x);
  rest = multiply_subtract(count, splat(-2.12194440e-4f), rest);
  vec sum = splat(1.9875691500e-4f);
  sum = multiply_add(sum, rest, splat(1.3981999507e-3f));
  sum = multiply_add(sum, rest, splat(8.3334519073e-3f));
  sum = multiply_add(sum, rest, splat(4.1665795894e-2f));
  sum = multiply_add(sum, rest, splat(1.6666665459e-1f));
  sum = multiply_add(sum, rest, splat(5.0000001201e-1f));
  sum = multiply_add(sum, rest * rest, rest) + splat(1);
  const vec power = (vec)(((ivec)shifted - (ivec)shift + splat_int(127)) << 23);
  return sum * power;
}

/** gain / (1 + e^−x): of 0 exactly half the gain. */
INLINE vec sigmoid(vec x, float gain) {
  const vec most = splat(87);
  vec negative = splat(0) - x;
  negative = where((ivec)(negative > most), most, negative);
  negative = where((ivec)(negative < splat(-87)), splat(-87), negative);
  return splat(gain) / (splat(1) + exponential(negative));
}

static void sigmoids(float *to, const float *from, int count, float gain) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, sigmoid(load(from + index), gain));
  if (index == count) return;
  float lanes[LANES] = {0};
  for (int lane = 0; index + lane < count; lane++) lanes[lane] = from[index + lane];
  store(lanes, sigmoid(load(lanes), gain));
  for (int lane = 0; index + lane < count; lane++) to[index + lane] = lanes[lane];
}
