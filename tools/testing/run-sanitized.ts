// What address-sanitizer.mjs of kernels-native runs: every kernel over random sizes, in
// memory whose guards are
// poisoned. AddressSanitizer ends the process at the first access that touches one.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';

import { everyKernel, telling } from './kernels/every-kernel.ts';
import { withGuards } from './kernels/guarded-memory.ts';
import { currentEngine, startWasm } from '../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { nativeKernels } from '../../packages/tensors/kernels-native/src/native-kernels.ts';

interface Shadow {
  poison(bytes: Uint8Array): void;
  unpoison(bytes: Uint8Array): void;
}

/** Of the memory that kernels compute on. */
function bytesAt(address: number, count: number): Uint8Array {
  const { HEAPU8 } = currentEngine().backend.wasm as unknown as { readonly HEAPU8: Uint8Array };
  return new Uint8Array(HEAPU8.buffer, address, count);
}

function any(from: readonly number[]): number {
  return from[Math.floor(Math.random() * from.length)]!;
}

/** Sizes from which products read copies of their rows. */
const large = [
  { images: 1, height: 5, width: 3, inChannels: 1024, outChannels: 136 },
  { images: 1, height: 64, width: 64, inChannels: 3, outChannels: 520 },
];

export async function runEveryKernel(
  { poison, unpoison }: Shadow,
  { rounds, wasmFolder }: { readonly rounds: number; readonly wasmFolder: string },
): Promise<void> {
  const { threads, simd } = await startWasm({ threads: 2, wasmFolder, kernels: nativeKernels() });
  const watch = {
    given: (address: number, bytes: number, guardBytes: number) => {
      poison(bytesAt(address - guardBytes, guardBytes));
      poison(bytesAt(address + bytes, guardBytes));
    },
    taken: (address: number, bytes: number, guardBytes: number) => unpoison(bytesAt(address - guardBytes, bytes + 2 * guardBytes)),
  };
  const channels = [1, 2, 3, 5, 7, 8, 11, 13, 16, 17, 19, 24, 31, 32, 33, 40, 48, 64, 65];
  const sides = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const random = Array.from({ length: rounds }, () => ({
    images: any([1, 2, 3]),
    height: any(sides),
    width: any(sides),
    inChannels: any(channels),
    outChannels: any(channels),
  }));
  for (const sizes of [...telling, ...large, ...random]) {
    process.stderr.write(`${simd}, ${threads} threads: ${JSON.stringify(sizes)}\n`);
    withGuards(watch, () => tf.dispose(tf.tidy(() => everyKernel(sizes))));
  }
  console.log(`${simd}: ${telling.length + large.length + rounds} sizes, ${currentEngine().runs.size} tasks, no access beside a tensor`);
}
