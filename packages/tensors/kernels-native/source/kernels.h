#pragma once

typedef unsigned int u32;

/** The tasks of `kernels-wasm/source`, built for one instruction set. */
struct kernels {
  /** Runs one item of a task; `args` is where its fields lie in `memory`. */
  void (*run_item)(char *memory, int task, u32 args, int item, void *scratch);
  int tile_rows, lanes, least_columns;
};
