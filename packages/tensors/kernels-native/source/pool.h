#pragma once
#include "kernels.h"

// Threads and semaphores are libuv's, which Node exports: no libc is needed. Their types' sizes
// differ by system; none is larger than these.
typedef struct {
  _Alignas(16) char opaque[64];
} uv_thread_t;
typedef struct {
  _Alignas(16) char opaque[128];
} uv_sem_t;
int uv_thread_create(uv_thread_t *thread, void (*entry)(void *), void *argument);
int uv_thread_join(uv_thread_t *thread);
int uv_sem_init(uv_sem_t *semaphore, unsigned int value);
void uv_sem_destroy(uv_sem_t *semaphore);
void uv_sem_post(uv_sem_t *semaphore);
void uv_sem_wait(uv_sem_t *semaphore);

#define GET(field) __atomic_load_n(&(field), __ATOMIC_SEQ_CST)
#define SET(field, value) __atomic_store_n(&(field), value, __ATOMIC_SEQ_CST)
#define ADD_TO(field, value) __atomic_fetch_add(&(field), value, __ATOMIC_SEQ_CST)
#define EXCHANGE(field, value) __atomic_exchange_n(&(field), value, __ATOMIC_SEQ_CST)

/** About 50 µs: longer than the gap between two kernels of a training step, shorter than anyone
 * notices on an idle machine. */
#define SPINS 2000

static inline void pause_thread(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  __asm__ volatile("isb");
#endif
}

/** One job at a time: the caller writes it, opens it, works on it too, closes it, and waits for the
 * threads that joined. Threads that sleep through a short job cost nothing. */
struct pool {
  struct kernels kernels;
  char *memory;
  /** The calling thread's. */
  void *scratch;
  struct helper *helpers;
  int count;
  /** Counts jobs. */
  _Alignas(64) int generation;
  /** 1 while items may be taken. */
  int open;
  int is_ending;
  int task, items;
  u32 args;
  /** The next item that nobody has taken. */
  _Alignas(64) int next;
  /** Threads that are at work on the job. */
  _Alignas(64) int active;
  int caller_sleeps;
  uv_sem_t idle;
};

/** A thread of the pool, at the end of its scratch. */
struct helper {
  struct pool *pool;
  struct helper *next;
  void *scratch;
  int sleeps;
  uv_thread_t thread;
  uv_sem_t wake;
};

static void take_items(struct pool *pool, void *scratch) {
  const int task = pool->task, items = pool->items;
  const u32 args = pool->args;
  for (int item = ADD_TO(pool->next, 1); item < items; item = ADD_TO(pool->next, 1)) pool->kernels.run_item(pool->memory, task, args, item, scratch);
}

static void sleep_until_called(struct helper *helper, int seen) {
  SET(helper->sleeps, 1);
  // Called meanwhile: the call may have seen the flag, and then posts.
  if (GET(helper->pool->generation) != seen && EXCHANGE(helper->sleeps, 0)) return;
  uv_sem_wait(&helper->wake);
}

static int await_job(struct helper *helper, int seen) {
  struct pool *pool = helper->pool;
  for (int spin = 0; spin < SPINS; spin++) {
    if (GET(pool->generation) != seen) return GET(pool->generation);
    pause_thread();
  }
  while (GET(pool->generation) == seen) sleep_until_called(helper, seen);
  return GET(pool->generation);
}

static void serve(void *argument) {
  struct helper *helper = argument;
  struct pool *pool = helper->pool;
  for (int seen = 0;;) {
    seen = await_job(helper, seen);
    if (GET(pool->is_ending)) return;
    ADD_TO(pool->active, 1);
    if (GET(pool->open)) take_items(pool, helper->scratch);
    if (ADD_TO(pool->active, -1) == 1 && EXCHANGE(pool->caller_sleeps, 0)) uv_sem_post(&pool->idle);
  }
}

static void call_helpers(struct pool *pool) {
  ADD_TO(pool->generation, 1);
  for (struct helper *helper = pool->helpers; helper; helper = helper->next) {
    if (EXCHANGE(helper->sleeps, 0)) uv_sem_post(&helper->wake);
  }
}

static void await_idle(struct pool *pool) {
  for (int spin = 0; spin < SPINS; spin++) {
    if (GET(pool->active) == 0) return;
    pause_thread();
  }
  while (GET(pool->active) != 0) {
    SET(pool->caller_sleeps, 1);
    if (GET(pool->active) == 0 && EXCHANGE(pool->caller_sleeps, 0)) return;
    uv_sem_wait(&pool->idle);
  }
}

/** Runs every item of a task. What an item computes does not depend on who runs it. */
static void run_items(struct pool *pool, int task, u32 args, int items) {
  if (items == 1 || !pool->helpers) {
    for (int item = 0; item < items; item++) pool->kernels.run_item(pool->memory, task, args, item, pool->scratch);
    return;
  }
  pool->task = task;
  pool->args = args;
  pool->items = items;
  SET(pool->next, 0);
  SET(pool->open, 1);
  call_helpers(pool);
  take_items(pool, pool->scratch);
  SET(pool->open, 0);
  await_idle(pool);
}

/** Adds a thread that works in `scratch`; false where the system gives none. */
static int add_helper(struct pool *pool, void *scratch, struct helper *helper) {
  helper->pool = pool;
  helper->scratch = scratch;
  helper->sleeps = 0;
  if (uv_sem_init(&helper->wake, 0) != 0) return 0;
  if (uv_thread_create(&helper->thread, serve, helper) != 0) {
    uv_sem_destroy(&helper->wake);
    return 0;
  }
  helper->next = pool->helpers;
  pool->helpers = helper;
  pool->count++;
  return 1;
}

static void end_helpers(struct pool *pool) {
  SET(pool->is_ending, 1);
  call_helpers(pool);
  for (struct helper *helper = pool->helpers; helper; helper = helper->next) {
    uv_thread_join(&helper->thread);
    uv_sem_destroy(&helper->wake);
  }
  pool->helpers = 0;
}
