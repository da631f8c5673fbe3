// The kernels as a WebAssembly module: the tasks, and a pool of threads over shared memory.
#include "tasks.h"

#define EXPORT(name) __attribute__((export_name(#name)))

/** The register tile, for those who lay out what it reads. */
EXPORT(tileRows) int tile_rows(void) { return TILE_ROWS; }
EXPORT(lanes) int lanes(void) { return LANES; }
EXPORT(leastColumns) int least_columns(void) { return LEAST_COLUMNS; }

static void run_item(int task, ref args, int item, float *scratch) { run_task_item(0, task, (const void *)args, item, scratch); }

/** One job at a time, in shared memory: the caller writes it, opens it, works on it too, closes it,
 * and waits for the threads that joined. Threads that sleep through a short job cost nothing. */
struct job {
  /** Counts jobs; threads sleep on it. */
  int generation;
  /** 1 while items may be taken. */
  int open;
  /** Threads that are at work on the job; the caller sleeps on it. */
  int active;
  /** The next item that nobody has taken. */
  int next;
  int items, task;
  ref args;
};

#define GET(field) __atomic_load_n(&(field), __ATOMIC_SEQ_CST)
#define SET(field, value) __atomic_store_n(&(field), value, __ATOMIC_SEQ_CST)
#define ADD_TO(field, value) __atomic_fetch_add(&(field), value, __ATOMIC_SEQ_CST)
#define WAIT(field, value) __builtin_wasm_memory_atomic_wait32(&(field), value, -1)
#define NOTIFY(field, count) __builtin_wasm_memory_atomic_notify(&(field), count)

/** About 50 µs: longer than the gap between two kernels of a training step, shorter than anyone
 * notices on an idle machine. */
#define SPINS 20000

static int await_job(struct job *job, int seen) {
  for (int spin = 0; spin < SPINS; spin++) {
    const int generation = GET(job->generation);
    if (generation != seen) return generation;
  }
  while (GET(job->generation) == seen) WAIT(job->generation, seen);
  return GET(job->generation);
}

static void take_items(struct job *job, float *scratch) {
  const int task = job->task, items = job->items;
  const ref args = job->args;
  for (int item = ADD_TO(job->next, 1); item < items; item = ADD_TO(job->next, 1)) run_item(task, args, item, scratch);
}

/** A thread's life: sleeps until a job opens, helps, sleeps again. Never returns; the host
 * ends it. */
EXPORT(serve) void serve(struct job *job, float *scratch) {
  for (int seen = 0;;) {
    seen = await_job(job, seen);
    ADD_TO(job->active, 1);
    if (GET(job->open)) take_items(job, scratch);
    if (ADD_TO(job->active, -1) == 1) NOTIFY(job->active, 1);
  }
}

static void await_idle(struct job *job) {
  for (int spin = 0; spin < SPINS; spin++) if (GET(job->active) == 0) return;
  for (int busy = GET(job->active); busy != 0; busy = GET(job->active)) WAIT(job->active, busy);
}

/** Runs every item of a task, with the help of the pool's threads. What an item computes must not
 * depend on who runs it. */
EXPORT(runShared) void run_shared(struct job *job, int task, ref args, int items, float *scratch) {
  job->task = task;
  job->args = args;
  job->items = items;
  SET(job->next, 0);
  SET(job->open, 1);
  ADD_TO(job->generation, 1);
  NOTIFY(job->generation, 0xffffffffu);
  take_items(job, scratch);
  SET(job->open, 0);
  await_idle(job);
}

/** Runs every item on the calling thread alone. */
EXPORT(runAlone) void run_alone(int task, ref args, int items, float *scratch) {
  for (int item = 0; item < items; item++) run_item(task, args, item, scratch);
}
