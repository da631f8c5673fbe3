#pragma once
#include "batch-norm.h"
#include "channel-gate.h"
#include "elementwise.h"
#include "gates.h"
#include "gather-convolution.h"
#include "matrix-product.h"
#include "max-pool.h"
#include "narrow-convolution.h"
#include "optimizers.h"
#include "pack-panels.h"
#include "position-gate.h"
#include "reduction.h"
#include "winograd-convolution.h"
#include "winograd-filter-gradient.h"

/** Every task; its number is its place, as in `src/engine/tasks.ts`. */
#define TASKS(EACH)                                                            \
  EACH(0, pack_panel) EACH(1, gather_convolution) EACH(2, gather_filter_gradient) \
  EACH(3, winograd_filter) EACH(4, winograd_convolution)                       \
  EACH(5, winograd_span) EACH(6, winograd_gradient) EACH(7, winograd_taps)     \
  EACH(8, winograd_input) EACH(9, winograd_columns) EACH(10, winograd_part)    \
  EACH(11, batch_norm_statistics) EACH(12, batch_norm_join) EACH(13, batch_norm_apply) \
  EACH(14, batch_norm_gradient_sums) EACH(15, batch_norm_gradient_join) EACH(16, batch_norm_gradient) \
  EACH(17, binary) EACH(18, relu)                                              \
  EACH(19, sum_part) EACH(20, join_sums)                                       \
  EACH(21, sgd) EACH(22, adam)                                                 \
  EACH(23, max_pool) EACH(24, max_pool_gradient)                               \
  EACH(25, matrix_product)                                                     \
  EACH(26, position_pools) EACH(27, position_pools_gradient)                   \
  EACH(28, channel_pools) EACH(29, channel_pools_gradient)                     \
  EACH(30, channel_gate_gradient) EACH(31, position_gate_gradient)             \
  EACH(32, sum_squares_part)                                                   \
  EACH(33, narrow_convolution) EACH(34, narrow_filter_gradient)               \
  EACH(35, winograd_filter_columns)                                            \
  EACH(36, channel_gate_scores) EACH(37, channel_gate_apply)                   \
  EACH(38, channel_gate_score_gradient) EACH(39, channel_gate_pool_gradient)   \
  EACH(40, channel_gate_weight_gradient) EACH(41, channel_gate_gradient_apply) \
  EACH(42, position_gate_apply) EACH(43, position_gate_score_gradient)         \
  EACH(44, position_gate_gradient_apply)

/** Runs one item of a task. */
INLINE void run_task_item(char *memory, int task, const void *args, int item, float *scratch) {
  switch (task) {
#define RUN(number, name) case number: name##_item(memory, args, item, scratch); return;
    TASKS(RUN)
#undef RUN
    default: __builtin_trap();
  }
}
