#pragma once
#include "kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

void kernels_v2(struct kernels *kernels);
void kernels_v3(struct kernels *kernels);
void kernels_v4(struct kernels *kernels);

/** Instruction sets, best last. */
static void (*const builds[])(struct kernels *) = {kernels_v2, kernels_v3, kernels_v4};
static const char *const instruction_names[] = {"x86-64-v2", "x86-64-v3", "x86-64-v4"};

/** Registers that the system saves when threads change (XCR0): bits 1 and 2 are those of AVX, 5 to
 * 7 those of AVX-512. */
static u32 saved_registers(void) {
  u32 low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

/** How many of the builds this processor and its system can run. */
static int usable_builds(void) {
  u32 a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_2)) return 0;
  const u32 of_avx = bit_OSXSAVE | bit_AVX | bit_FMA;
  if ((c & of_avx) != of_avx || (saved_registers() & 0x6) != 0x6) return 1;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2) || !(b & bit_BMI) || !(b & bit_BMI2)) return 1;
  const u32 of_avx512 = bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  return (b & of_avx512) == of_avx512 && (saved_registers() & 0xe6) == 0xe6 ? 3 : 2;
}
#else
void kernels_neon(struct kernels *kernels);

static void (*const builds[])(struct kernels *) = {kernels_neon};
static const char *const instruction_names[] = {"arm64"};

/** Every 64-bit ARM has NEON. */
static int usable_builds(void) { return 1; }
#endif
