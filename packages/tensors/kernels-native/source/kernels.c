// Compiled once for each instruction set, with INSTRUCTIONS as the suffix of its one symbol.
#include "../../kernels-wasm/source/tasks.h"

#include "kernels.h"

static void run_item(char *memory, int task, u32 args, int item, void *scratch) { run_task_item(memory, task, memory + args, item, scratch); }

#define JOIN(a, b) a##b
#define NAME(suffix) JOIN(kernels_, suffix)
void NAME(INSTRUCTIONS)(struct kernels *kernels) { *kernels = (struct kernels){run_item, TILE_ROWS, LANES, LEAST_COLUMNS}; }
