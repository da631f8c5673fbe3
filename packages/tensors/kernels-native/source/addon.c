// The Node-API addon: picks the kernels for the processor and runs them on the wasm backend's
// memory. Freestanding: all that it calls is exported by Node.
#include <node_api.h>

#include "pool.h"
#include "processor.h"

// Clang calls these for whole structures even where there is no libc.
void *memcpy(void *to, const void *from, __SIZE_TYPE__ count) {
  for (__SIZE_TYPE__ index = 0; index < count; index++) ((char *)to)[index] = ((const char *)from)[index];
  return to;
}
void *memset(void *to, int value, __SIZE_TYPE__ count) {
  for (__SIZE_TYPE__ index = 0; index < count; index++) ((char *)to)[index] = (char)value;
  return to;
}

#if defined(_WIN32)
// Objects that compute with floats ask for it; a C library would have it.
int _fltused = 0;
#endif

static napi_value number(napi_env env, int value) {
  napi_value result = 0;
  napi_create_int32(env, value, &result);
  return result;
}

static void add_function(napi_env env, napi_value object, const char *name, napi_callback callback, void *data) {
  napi_value function = 0;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, data, &function);
  napi_set_named_property(env, object, name, function);
}

/** run(task, args, items) */
static napi_value run(napi_env env, napi_callback_info info) {
  napi_value values[3];
  __SIZE_TYPE__ count = 3;
  void *pool;
  napi_get_cb_info(env, info, &count, values, 0, &pool);
  int task, items;
  u32 args;
  napi_get_value_int32(env, values[0], &task);
  napi_get_value_uint32(env, values[1], &args);
  napi_get_value_int32(env, values[2], &items);
  run_items(pool, task, args, items);
  return 0;
}

static void end_with_environment(void *pool) { end_helpers(pool); }

/** stop(): ends the threads. */
static napi_value stop(napi_env env, napi_callback_info info) {
  void *pool;
  napi_get_cb_info(env, info, 0, 0, 0, &pool);
  napi_remove_env_cleanup_hook(env, end_with_environment, pool);
  end_helpers(pool);
  return 0;
}

/** start(bytes, build, job, scratches, scratchBytes): bytes is a Uint8Array over the shared memory,
 * build the number of an instruction set, the others addresses in it: of zeros for the pool, and a
 * Uint32Array of each thread's scratch, the calling one first. Gives { run, stop, threads, rows,
 * lanes, leastColumns }. */
static napi_value start(napi_env env, napi_callback_info info) {
  napi_value values[5];
  __SIZE_TYPE__ count = 5;
  napi_get_cb_info(env, info, &count, values, 0, 0);
  char *memory;
  int build;
  u32 job, *scratches, scratch_bytes;
  __SIZE_TYPE__ threads;
  napi_get_typedarray_info(env, values[0], 0, 0, (void **)&memory, 0, 0);
  napi_get_value_int32(env, values[1], &build);
  napi_get_value_uint32(env, values[2], &job);
  napi_get_typedarray_info(env, values[3], 0, &threads, (void **)&scratches, 0, 0);
  napi_get_value_uint32(env, values[4], &scratch_bytes);
  struct pool *pool = (struct pool *)(memory + job);
  builds[build](&pool->kernels);
  pool->memory = memory;
  pool->scratch = memory + scratches[0];
  pool->count = 1;
  uv_sem_init(&pool->idle, 0);
  for (__SIZE_TYPE__ index = 1; index < threads; index++) {
    char *scratch = memory + scratches[index];
    if (!add_helper(pool, scratch, (struct helper *)(scratch + scratch_bytes - 1024))) break;
  }
  napi_add_env_cleanup_hook(env, end_with_environment, pool);
  napi_value result = 0;
  napi_create_object(env, &result);
  add_function(env, result, "run", run, pool);
  add_function(env, result, "stop", stop, pool);
  napi_set_named_property(env, result, "threads", number(env, pool->count));
  napi_set_named_property(env, result, "rows", number(env, pool->kernels.tile_rows));
  napi_set_named_property(env, result, "lanes", number(env, pool->kernels.lanes));
  napi_set_named_property(env, result, "leastColumns", number(env, pool->kernels.least_columns));
  return result;
}

/** { start, instructions, source }: the names of the instruction sets that this processor can run,
 * best last; a name's place is the number of its build; and a digest of the kernels' source. */
__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const int usable = usable_builds();
  napi_value names = 0;
  napi_create_array_with_length(env, (__SIZE_TYPE__)usable, &names);
  for (int build = 0; build < usable; build++) {
    napi_value name = 0;
    napi_create_string_utf8(env, instruction_names[build], NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, (u32)build, name);
  }
  napi_set_named_property(env, exports, "instructions", names);
  napi_value source = 0;
  napi_create_string_utf8(env, SOURCE_DIGEST, NAPI_AUTO_LENGTH, &source);
  napi_set_named_property(env, exports, "source", source);
  add_function(env, exports, "start", start, 0);
  return exports;
}
