import * as tf from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constant, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { currentEngine, startWasm } from '../src/start-wasm.ts';
import { expectSameOnWasm, normal, runTfjsKernel, valuesOn } from './on-both.ts';

interface Shape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly filter: number;
  readonly stride: number;
  readonly padding: number;
}

/** Output, gradient of the input, gradient of the filter. */
function allThree({ images, height, width, inChannels, outChannels, filter, stride, padding }: Shape): tf.Tensor[] {
  const x = normal([images, height, width, inChannels], 1) as tf.Tensor4D;
  const w = normal([filter, filter, inChannels, outChannels], 2) as tf.Tensor4D;
  const y = tf.conv2d(x, w, stride, padding);
  const dy = normal(y.shape, 3);
  const attrs = { strides: stride, pad: padding, dataFormat: 'NHWC' };
  const dx = runTfjsKernel('Conv2DBackpropInput', { dy, filter: w }, { ...attrs, inputShape: x.shape });
  return [y, dx, runTfjsKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: w.shape })];
}

const anyShape = record({
  images: integer({ min: 1, max: 3 }),
  height: integer({ min: 3, max: 12 }),
  width: integer({ min: 3, max: 12 }),
  inChannels: integer({ min: 1, max: 13 }),
  outChannels: integer({ min: 1, max: 19 }),
  filter: constantFrom(1, 2, 3, 5, 7),
  stride: integer({ min: 1, max: 3 }),
  padding: integer({ min: 0, max: 3 }),
}).filter(({ height, width, filter, padding }) => Math.min(height, width) + 2 * padding >= filter && padding < filter);

const winogradShape = record({
  images: integer({ min: 1, max: 3 }),
  height: integer({ min: 3, max: 14 }),
  width: integer({ min: 3, max: 14 }),
  inChannels: integer({ min: 2, max: 9 }).map((quarter) => quarter * 4),
  outChannels: integer({ min: 2, max: 9 }).map((quarter) => quarter * 4),
  filter: constant(3),
  stride: constant(1),
  padding: integer({ min: 0, max: 2 }),
});

describe.each([
  { threads: 1, relaxedSimd: true },
  { threads: 2, relaxedSimd: true },
  { threads: 1, relaxedSimd: false },
  { threads: 2, relaxedSimd: false },
])('with $threads threads and relaxed SIMD $relaxedSimd', ({ threads, relaxedSimd }) => {
  beforeAll(async () => {
    expect(await startWasm({ threads, relaxedSimd })).toEqual({ threads, simd: relaxedSimd ? 'relaxed' : 'plain' });
  });

  it('a convolution of any shape and its gradients are those of the cpu backend within 1e-5', async () => {
    await assert(
      asyncProperty(anyShape, (shape) => expectSameOnWasm(() => allThree(shape), 1e-5)),
      { numRuns: 25 },
    );
    for (const task of ['gatherConvolution', 'gatherFilterGradient'] as const) expect(currentEngine().runs.get(task)).toBeGreaterThan(0);
  });

  it('3×3 at stride 1 goes by Winograd, within 1e-4', async () => {
    const before = currentEngine().runs.get('gatherConvolution');
    await assert(
      asyncProperty(winogradShape, (shape) => expectSameOnWasm(() => allThree(shape), 1e-4)),
      { numRuns: 15 },
    );
    for (const task of ['winogradConvolution', 'winogradTaps'] as const) expect(currentEngine().runs.get(task)).toBeGreaterThan(0);
    expect(currentEngine().runs.get('gatherConvolution')).toBe(before);
  });

  it('a filter too large for the cache goes by Winograd a part of its columns at a time, within 1e-4', async () => {
    const shape = { images: 2, height: 5, width: 6, inChannels: 176, outChannels: 180, filter: 3, stride: 1, padding: 1 };
    await expectSameOnWasm(() => allThree(shape), 1e-4);
    expect(currentEngine().runs.get('winogradColumns')).toBeGreaterThan(0);
  });

  it('bias and ReLU are fused, within 1e-4', async () => {
    await expectSameOnWasm(
      () =>
        [1, 8].map((channels) => {
          const [x, filter, bias] = [normal([2, 6, 6, channels], 1), normal([3, 3, channels, 8], 2), normal([8], 3)];
          return tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 1, bias, activation: 'relu' });
        }),
      1e-4,
    );
  });
});

describe('the result of a convolution', () => {
  const shape = { images: 3, height: 11, width: 9, inChannels: 12, outChannels: 20, filter: 3, padding: 1 };

  it.each([1, 2])('is the same bits with one thread and with two, at stride %d', async (stride) => {
    await startWasm({ threads: 1 });
    const alone = await valuesOn('wasm', () => allThree({ ...shape, stride }));
    await startWasm({ threads: 2 });
    for (let repeat = 0; repeat < 5; repeat++) expect(await valuesOn('wasm', () => allThree({ ...shape, stride }))).toEqual(alone);
  });

  it.each([1, 2])('of an image is the same bits alone and in a batch, at stride %d', async (stride) => {
    await startWasm({ threads: 2 });
    const convolve = (images: number) => {
      const x = tf.slice(normal([3, 11, 9, 12], 1), 0, images) as tf.Tensor4D;
      return [tf.conv2d(x, normal([3, 3, 12, 20], 2) as tf.Tensor4D, stride, 1)];
    };
    const [alone] = await valuesOn('wasm', () => convolve(1));
    const [batch] = await valuesOn('wasm', () => convolve(3));
    expect(batch!.subarray(0, alone!.length)).toEqual(alone);
  });

  it('takes no memory that it does not give back: a thousand steps leave the heap as large as ten', async () => {
    await startWasm({ threads: 2 });
    await tf.setBackend('wasm');
    for (let step = 0; step < 10; step++) tf.dispose(tf.tidy(() => allThree({ ...shape, stride: 1 })));
    const [tensors, bytes] = [tf.memory().numTensors, currentEngine().memoryBytes];
    for (let step = 0; step < 1000; step++) tf.dispose(tf.tidy(() => allThree({ ...shape, stride: 1 + (step % 2) })));
    expect([tf.memory().numTensors, currentEngine().memoryBytes]).toEqual([tensors, bytes]);
  });
});
