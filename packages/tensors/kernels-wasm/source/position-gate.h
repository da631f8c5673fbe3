#pragma once
#include "channel-gate.h"

/** A gate over positions behind its convolution: gate = gain · sigmoid(scores), of a map
 * [images · positions, channels]. Addresses that a task does not use are 0. */
struct position_gate {
  ref x, y, dy, dx;
  /** [rows] each; the scores' gradient in the backward pass. */
  ref scores, gate;
  /** Gradients of [rows, 2], the mean's at `mean_at`, and where the maxima were [rows]. */
  ref d_maps, places;
  int rows, channels, mean_at, rows_per_item;
  float gain;
};

/** y = x · gate for some positions. */
ITEM(position_gate_apply) {
  FIELDS(position_gate, task);
  const int channels = task->channels, first = item * task->rows_per_item, last = min(task->rows, first + task->rows_per_item);
  const float *gate = AT(task->gate);
  sigmoids(AT(task->gate) + first, AT(task->scores) + first, last - first, task->gain);
  for (int row = first; row < last; row++) {
    combine_by(MULTIPLY, 0, AT(task->x) + (offset)row * channels, gate + row, AT(task->y) + (offset)row * channels, channels);
  }
}

/** Gradient of the scores: Σ dy · x over the channels times the sigmoid's slope, for some positions. */
ITEM(position_gate_score_gradient) {
  FIELDS(position_gate, task);
  const int channels = task->channels, first = item * task->rows_per_item, last = min(task->rows, first + task->rows_per_item);
  for (int row = first; row < last; row++) {
    const float gate = AT(task->gate)[row];
    const float sum = dot(AT(task->dy) + (offset)row * channels, AT(task->x) + (offset)row * channels, channels);
    AT(task->scores)[row] = sum * gate * (1 - gate * (1 / task->gain));
  }
}

/** dx = dy · gate + an equal share of the mean's gradient + the maximum's at its channel, for some
 * positions. */
ITEM(position_gate_gradient_apply) {
  FIELDS(position_gate, task);
  const int channels = task->channels, first = item * task->rows_per_item, last = min(task->rows, first + task->rows_per_item);
  for (int row = first; row < last; row++) {
    const float *dy = AT(task->dy) + (offset)row * channels;
    const float gate = AT(task->gate)[row], share = AT(task->d_maps)[row * 2 + task->mean_at] / (float)channels;
    float *to = AT(task->dx) + (offset)row * channels;
    int channel = 0;
    for (; channel + LANES <= channels; channel += LANES) store(to + channel, multiply_add(load(dy + channel), splat(gate), splat(share)));
    for (; channel < channels; channel++) to[channel] = dy[channel] * gate + share;
    to[((const int *)AT(task->places))[row]] += AT(task->d_maps)[row * 2 + 1 - task->mean_at];
  }
}
