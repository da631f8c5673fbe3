import * as tf from '@tensorflow/tfjs-core';
import { assert, constantFrom, integer, oneof, property, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { tasks } from '../../../packages/tensors/kernels-wasm/src/engine/tasks.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { type KernelSizes, everyKernel, telling } from './every-kernel.ts';
import { patternWatch, withGuards } from './guarded-memory.ts';
import type { StartKernels } from './on-both.ts';

/** The bits of all results. */
function bitsOf(sizes: KernelSizes): Buffer[] {
  const results = tf.tidy(() => everyKernel(sizes));
  const bits = results.map((tensor) => Buffer.from(tensor.dataSync().slice().buffer));
  tf.dispose(results);
  return bits;
}

/** Which results differ, by their places. */
function differing(some: readonly Buffer[], others: readonly Buffer[]): number[] {
  return [...some.keys()].filter((place) => !some[place]!.equals(others[place]!));
}

const NAN_PATTERN = 0x7f_c0_be_ef;
const NUMBER_PATTERN = 0x41_c6_42_8f; // 24.78

const channels = oneof(integer({ min: 1, max: 20 }), constantFrom(16, 24, 32, 40, 48));

const anySizes = record({
  images: integer({ min: 1, max: 3 }),
  height: integer({ min: 3, max: 10 }),
  width: integer({ min: 3, max: 10 }),
  inChannels: channels,
  outChannels: channels,
});

/** What holds for the kernels as a whole, on any of these numbers of threads. */
export function everyKernelFacts(start: StartKernels, threads: readonly number[]): void {
  it('every task runs in what follows', async () => {
    await start(1);
    await tf.setBackend('wasm');
    for (const sizes of telling) tf.dispose(tf.tidy(() => everyKernel(sizes)));
    expect([...currentEngine().runs.keys()].toSorted()).toEqual(Object.keys(tasks).toSorted());
  });

  it.each(telling)(`every kernel gives the same bits with ${threads.join(' and ')} threads: $inChannels to $outChannels channels`, async (sizes) => {
    await start(1);
    await tf.setBackend('wasm');
    const alone = bitsOf(sizes);
    for (const count of threads.slice(1)) {
      await start(count);
      for (let repeat = 0; repeat < 3; repeat++) expect(differing(bitsOf(sizes), alone)).toEqual([]);
    }
  });

  describe.each(threads)('in memory full of other values, with %d threads', (count) => {
    beforeAll(async () => {
      await start(count);
      await tf.setBackend('wasm');
    });

    it('no kernel writes beside its tensors, and none uses what it reads there or finds in new ones', () => {
      telling.forEach(expectNoTouch);
      assert(property(anySizes, expectNoTouch), { numRuns: 12 });
    });
  });
}

function expectNoTouch(sizes: KernelSizes): void {
  const [nans, numbers] = [patternWatch(NAN_PATTERN), patternWatch(NUMBER_PATTERN)];
  const amongNans = withGuards(nans, () => bitsOf(sizes));
  const amongNumbers = withGuards(numbers, () => bitsOf(sizes));
  expect([...nans.broken, ...numbers.broken]).toEqual([]);
  expect(differing(amongNans, amongNumbers)).toEqual([]);
}
