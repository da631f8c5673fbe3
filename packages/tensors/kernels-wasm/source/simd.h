// What every kernel builds on: vectors as wide as the target has, whatever its instruction set.
// Freestanding: no libc, no headers. LANES is the width of a vector in floats.
#pragma once

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif

#define INLINE static inline __attribute__((always_inline))
/** For what is long and called from several places. */
#define OUTLINE static __attribute__((noinline))
/** Before a loop over a constant count: sums that are indexed stay in registers. */
#define UNROLL _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)")

/** Between the steps of an unrolled loop: what was written one after the other stays so. Clang would
 * load all before it computes, which is more than the 15 vector registers that V8 allots. */
#if defined(__wasm__)
#define IN_ORDER __asm__ volatile("" ::: "memory")
/** Keeps an array in memory that would be more locals than V8 handles well. */
#define IN_MEMORY(pointer) __asm__ volatile("" : "+r"(pointer))
#else
#define IN_ORDER
#define IN_MEMORY(pointer)
#endif

typedef unsigned int u32;
typedef __INTPTR_TYPE__ offset;
/** A tensor's place: bytes from the start of the wasm backend's memory. */
typedef u32 ref;

typedef float vec __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int ivec __attribute__((vector_size(4 * LANES), aligned(4)));

INLINE vec load(const float *from) { return *(const vec *)from; }
INLINE void store(float *to, vec value) { *(vec *)to = value; }
INLINE vec splat(float value) { return value - (vec){}; }
INLINE ivec splat_int(int value) { return value - (ivec){}; }

/** a · b + c in every lane: rounded once where the processor can, which is twice as fast; else
 * twice. Tails of single floats always round twice. */
INLINE vec multiply_add(vec a, vec b, vec c) {
#if defined(__wasm_relaxed_simd__)
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#elif defined(__FMA__) || defined(__aarch64__)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/** c − a · b in every lane. */
INLINE vec multiply_subtract(vec a, vec b, vec c) {
#if defined(__wasm_relaxed_simd__)
  return __builtin_wasm_relaxed_nmadd_f32x4(a, b, c);
#elif defined(__FMA__) || defined(__aarch64__)
  return __builtin_elementwise_fma(-a, b, c);
#else
  return c - a * b;
#endif
}

/** `a` where the mask's bits are set, else `b`. */
INLINE ivec where_int(ivec mask, ivec a, ivec b) {
#if defined(__wasm__)
  return __builtin_wasm_bitselect(a, b, mask);
#else
  return (a & mask) | (b & ~mask);
#endif
}
INLINE vec where(ivec mask, vec a, vec b) { return (vec)where_int(mask, (ivec)a, (ivec)b); }
/** `a` where the mask's bits are set, else 0. */
INLINE vec keep(ivec mask, vec a) { return (vec)((ivec)a & mask); }

/** The larger of a value and a bound that is a number; a value that is NaN stays NaN. */
INLINE vec at_least(vec value, vec bound) {
#if defined(__wasm__)
  return __builtin_wasm_max_f32x4(value, bound);
#else
  return where(bound > value, bound, value);
#endif
}
INLINE float float_at_least(float value, float bound) { return bound > value ? bound : value; }

/** Where a value counts as larger than the largest so far: a NaN is the largest of all. */
INLINE ivec is_more(vec value, vec most) { return (ivec)(value > most) | (ivec)(value != value); }
INLINE int float_is_more(float value, float most) { return value > most || value != value; }

/** The larger of two values; NaN where either is. */
INLINE vec larger(vec value, vec most) {
#if defined(__wasm__)
  return __builtin_wasm_max_f32x4(value, most);
#else
  return where(is_more(value, most), value, most);
#endif
}

/** The sum of all lanes, neighbours first. */
INLINE float sum_lanes(vec x) {
  float sums[LANES];
  store(sums, x);
  UNROLL for (int count = LANES / 2; count > 0; count /= 2) {
    UNROLL for (int lane = 0; lane < count; lane++) sums[lane] = sums[2 * lane] + sums[2 * lane + 1];
  }
  return sums[0];
}

INLINE int min(int a, int b) { return a < b ? a : b; }
INLINE int max(int a, int b) { return a > b ? a : b; }
INLINE int round_up(int size, int multiple) { return ((size + multiple - 1) / multiple) * multiple; }

// Runs of floats: whole vectors, then one that ends where the run does and may overlap the last; a
// loop over single floats would cost more than the rest of an image's short runs.

#if LANES > 4
typedef float half_vec __attribute__((vector_size(2 * LANES), aligned(4)));

/** Runs of at least half a vector, shorter than one: the first layer's three pixels of three
 * colours, above all. */
INLINE void copy_halves(float *to, const float *from, int count) {
  *(half_vec *)to = *(const half_vec *)from;
  *(half_vec *)(to + count - LANES / 2) = *(const half_vec *)(from + count - LANES / 2);
}
#endif

/** For such runs this beats `memcpy`, which would leave this code. */
INLINE void copy_floats(float *to, const float *from, int count) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, load(from + index));
  if (index == count) return;
  if (count >= LANES) store(to + count - LANES, load(from + count - LANES));
#if LANES > 4
  else if (count >= LANES / 2) copy_halves(to, from, count);
#endif
  else for (; index < count; index++) to[index] = from[index];
}

INLINE void zero_floats(float *to, int count) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, splat(0));
  if (index == count) return;
  if (count >= LANES) store(to + count - LANES, splat(0));
  else for (; index < count; index++) to[index] = 0;
}

INLINE void copy_positive(float *to, const float *from, int count) {
  int index = 0;
  for (; index + LANES <= count; index += LANES) store(to + index, at_least(load(from + index), splat(0)));
  for (; index < count; index++) to[index] = float_at_least(from[index], 0);
}

/** One item of a task, a function of its own, since engines allot registers badly in huge ones: `memory` is where the wasm backend's memory begins, `args` the task's
 * fields, 32 bits each. What it computes must not depend on the thread that runs it. */
#define ITEM(name) OUTLINE void name##_item(char *memory, const void *args, int item, float *scratch)
#define FIELDS(type, name) const struct type *name = args
/** A tensor's floats. Wasm's own addresses are into its memory already. */
#if defined(__wasm__)
#define AT(field) ((float *)(field))
#else
#define AT(field) ((float *)(memory + (field)))
#endif
