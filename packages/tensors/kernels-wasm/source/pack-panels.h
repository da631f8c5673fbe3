#pragma once
#include "register-tile.h"

/** A filter [taps, inChannels, outChannels] as the right-hand side of a product: panels
 * [columns / PANEL, depth, PANEL], the last one narrower where a vector is enough, zeros behind the
 * last column. */
struct pack_panels {
  ref filter, panels;
  /** Which taps, in which order: the depth's outer index. */
  ref taps;
  int tap_count, in_channels, out_channels;
  /** 0: columns are output channels, as the forward pass reads it. 1: columns are input channels,
   * as the gradient of the input does. */
  int transposed;
};

/** Copies [depth, count] with any strides, in floats, to rows of `width`, zeros behind. */
static void pack_rows(const float *from, offset depth_stride, offset column_stride, int depth, int count, int width, float *to) {
  if (column_stride == 1 && count == width) {
    for (int k = 0; k < depth; k++) copy_floats(to + k * width, from + k * depth_stride, width);
    return;
  }
  // Columns in fours: lines of `from` are read whole where the depth lies along memory.
  for (int k = 0; k < depth; k += 4) {
    const int steps = min(4, depth - k);
    for (int column = 0; column < width; column++) {
      for (int step = 0; step < steps; step++) {
        to[(k + step) * width + column] = column < count ? from[(k + step) * depth_stride + column * column_stride] : 0;
      }
    }
  }
}

/** Packs one panel. */
ITEM(pack_panel) {
  FIELDS(pack_panels, task);
  const int depth_per_tap = task->transposed ? task->out_channels : task->in_channels;
  const int columns = task->transposed ? task->in_channels : task->out_channels;
  const int column_stride = task->transposed ? task->out_channels : 1;
  const int depth_stride = task->transposed ? 1 : task->out_channels;
  const int first = item * PANEL;
  const int width = min(PANEL, round_up(columns - first, LEAST_COLUMNS));
  const int *taps = (const int *)AT(task->taps);
  float *to = AT(task->panels) + first * task->tap_count * depth_per_tap;
  for (int tap = 0; tap < task->tap_count; tap++, to += depth_per_tap * width) {
    const float *from = AT(task->filter) + taps[tap] * task->in_channels * task->out_channels + first * column_stride;
    pack_rows(from, depth_stride, column_stride, depth_per_tap, min(width, columns - first), width, to);
  }
}
