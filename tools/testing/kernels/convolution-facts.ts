import * as tf from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constant, constantFrom, integer, oneof, record } from 'fast-check';
import { expect, it } from 'vitest';

import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { type ConvolutionShape, convolutionInFloat64 } from './convolution-in-float64.ts';
import { type StartKernels, expectClose, expectSameAsKnown, expectSameOnWasm, normal, runTfjsKernel, valuesOn } from './on-both.ts';

/** Output, gradient of the input, gradient of the filter. */
export function convolutionAndGradients({ images, height, width, inChannels, outChannels, filter, stride, padding }: ConvolutionShape): tf.Tensor[] {
  const x = normal([images, height, width, inChannels], 1) as tf.Tensor4D;
  const w = normal([filter, filter, inChannels, outChannels], 2) as tf.Tensor4D;
  const y = tf.conv2d(x, w, stride, padding);
  const dy = normal(y.shape, 3);
  const attrs = { strides: stride, pad: padding, dataFormat: 'NHWC' };
  const dx = runTfjsKernel('Conv2DBackpropInput', { dy, filter: w }, { ...attrs, inputShape: x.shape });
  return [y, dx, runTfjsKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: w.shape })];
}

/** The kernels give what sums in float64 give. */
async function expectFloat64(shape: ConvolutionShape, tolerance: number): Promise<void> {
  const got = await valuesOn('wasm', () => convolutionAndGradients(shape));
  expectClose(convolutionInFloat64(shape), got, tolerance);
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

/** Whole vectors of every instruction set, and one channel beside. */
const wideChannels = constantFrom(16, 17, 24, 32, 48, 64, 96);

const wideShape = record({
  images: integer({ min: 1, max: 2 }),
  height: integer({ min: 3, max: 9 }),
  width: integer({ min: 3, max: 9 }),
  inChannels: wideChannels,
  outChannels: wideChannels,
  filter: constantFrom(1, 3),
  stride: integer({ min: 1, max: 2 }),
  padding: constantFrom(0, 1),
}).filter(({ filter, padding }) => padding < filter);

const narrowShape = record({
  images: integer({ min: 1, max: 3 }),
  height: integer({ min: 7, max: 40 }),
  width: integer({ min: 7, max: 40 }),
  inChannels: integer({ min: 1, max: 4 }),
  outChannels: integer({ min: 1, max: 2 }),
  filter: integer({ min: 2, max: 7 }),
  stride: constant(1),
  padding: integer({ min: 0, max: 7 }),
});

/** Channels are whole vectors of the kernels under test, eight or more. */
function winogradShape() {
  const { lanes } = currentEngine().tile;
  const channels = integer({ min: 8 / Math.min(8, lanes), max: Math.ceil(36 / lanes) }).map((vectors) => vectors * lanes);
  return record({
    images: integer({ min: 1, max: 3 }),
    height: integer({ min: 3, max: 14 }),
    width: integer({ min: 3, max: 14 }),
    inChannels: channels,
    outChannels: oneof({ weight: 6, arbitrary: channels }, { weight: 1, arbitrary: constantFrom(48, 64, 96) }),
    filter: constant(3),
    stride: constant(1),
    padding: integer({ min: 0, max: 2 }),
  });
}

/** How often a task ran. */
function runsOf(task: Parameters<ReturnType<typeof currentEngine>['runs']['get']>[0]): number {
  return currentEngine().runs.get(task) ?? 0;
}

export function convolutionFacts(): void {
  it('a convolution of any shape and its gradients are those of float64 within 1e-5', async () => {
    await assert(
      asyncProperty(anyShape, (shape) => expectFloat64(shape, 1e-5)),
      { numRuns: 25 },
    );
    for (const task of ['gatherConvolution', 'gatherFilterGradient'] as const) expect(runsOf(task)).toBeGreaterThan(0);
  });

  it('a convolution of 16 to 96 channels, whole vectors or not, and its gradients are those of float64 within 1e-4', async () => {
    await assert(
      asyncProperty(wideShape, (shape) => expectFloat64(shape, 1e-4)),
      { numRuns: 15 },
    );
  });

  it.each([
    { name: 'the stem, 7×7 at stride 2,', inChannels: 3, outChannels: 64, height: 30, width: 33, filter: 7, stride: 2, padding: 3 },
    { name: '3×3 at stride 2', inChannels: 64, outChannels: 96, height: 14, width: 15, filter: 3, stride: 2, padding: 1 },
    { name: '1×1 at stride 2', inChannels: 64, outChannels: 128, height: 14, width: 13, filter: 1, stride: 2, padding: 0 },
    { name: '3×3 at stride 2, a part of its columns at a time,', inChannels: 240, outChannels: 500, height: 5, width: 4, filter: 3, stride: 2, padding: 1 },
    { name: '1×1 at stride 2, a part of its columns at a time,', inChannels: 1040, outChannels: 1030, height: 3, width: 4, filter: 1, stride: 2, padding: 0 },
    { name: '1×1', inChannels: 96, outChannels: 17, height: 9, width: 7, filter: 1, stride: 1, padding: 0 },
    { name: '1×1 of 300 channels', inChannels: 300, outChannels: 33, height: 7, width: 7, filter: 1, stride: 1, padding: 0 },
    { name: '1×1 of 1024 channels', inChannels: 1024, outChannels: 136, height: 3, width: 5, filter: 1, stride: 1, padding: 0 },
    { name: '1×1 to 8 MB of 264 channels', inChannels: 3, outChannels: 264, height: 64, width: 64, filter: 1, stride: 1, padding: 0 },
  ])('$name has the values and gradients of the cpu backend within 1e-5', async ({ inChannels, outChannels, height, width, filter, stride, padding }) => {
    const shape = { images: 2, inChannels, outChannels, height, width, filter, stride, padding };
    await expectSameAsKnown(shape, () => convolutionAndGradients(shape), 1e-5);
  });

  it('3×3 at stride 1 whose channels are whole vectors goes by Winograd, within 1e-4 of float64', async () => {
    const before = runsOf('gatherConvolution');
    await assert(
      asyncProperty(winogradShape(), (shape) => expectFloat64(shape, 1e-4)),
      { numRuns: 15 },
    );
    for (const task of ['winogradConvolution', 'winogradTaps'] as const) expect(runsOf(task)).toBeGreaterThan(0);
    expect(runsOf('gatherConvolution')).toBe(before);
  });

  it('3×3 at stride 1 with a channel more than whole vectors is gathered, within 1e-5', async () => {
    const before = [runsOf('winogradConvolution'), runsOf('gatherConvolution')];
    const channels = currentEngine().tile.lanes * 2 + 1;
    const shape = { images: 1, height: 6, width: 5, inChannels: channels, outChannels: channels, filter: 3, stride: 1, padding: 1 };
    await expectSameOnWasm(() => convolutionAndGradients(shape), 1e-5);
    expect([runsOf('winogradConvolution'), runsOf('gatherConvolution')]).toEqual([before[0], before[1]! + 2]);
  });

  it('64 to 128 channels at 14² go by Winograd in blocks, their filter gradient in spans, within 1e-4', async () => {
    const before = [runsOf('winogradConvolution'), runsOf('winogradGradient')];
    const shape = { images: 2, height: 14, width: 14, inChannels: 64, outChannels: 128, filter: 3, stride: 1, padding: 1 };
    await expectSameAsKnown(shape, () => convolutionAndGradients(shape), 1e-4);
    expect([runsOf('winogradConvolution'), runsOf('winogradGradient')]).toEqual([before[0]! + 2, before[1]! + 1]);
  });

  it('a filter too large for the cache goes by Winograd a part of its columns at a time, within 1e-4', async () => {
    const { lanes } = currentEngine().tile;
    const shape = { images: 2, height: 5, width: 6, inChannels: 176, outChannels: Math.ceil(180 / lanes) * lanes, filter: 3, stride: 1, padding: 1 };
    const before = runsOf('winogradColumns');
    await expectSameAsKnown(shape, () => convolutionAndGradients(shape), 1e-4);
    expect(runsOf('winogradColumns')).toBe(before + 2);
  });

  it('a spatial gate, 7×7 of two channels to one, goes by the rows of the map, within 1e-5', async () => {
    const tasks = ['narrowConvolution', 'narrowFilterGradient', 'gatherConvolution'] as const;
    const shape = { images: 2, height: 33, width: 150, inChannels: 2, outChannels: 1, filter: 7, stride: 1, padding: 3 };
    const before = tasks.map(runsOf);
    await expectSameAsKnown(shape, () => convolutionAndGradients(shape), 1e-5);
    expect(tasks.map(runsOf)).toEqual([before[0]! + 2, before[1]! + 1, before[2]]);
  });

  it('few channels go by the rows of the map at any padding, but not where the gradient would read before its map', async () => {
    await assert(
      asyncProperty(narrowShape, async (shape) => {
        const before = runsOf('narrowFilterGradient');
        await expectSameOnWasm(() => convolutionAndGradients(shape), 1e-5);
        expect(runsOf('narrowFilterGradient') - before).toBe(shape.padding < shape.filter ? 1 : 0);
      }),
      { numRuns: 15 },
    );
  });

  it('bias and ReLU are fused, within 1e-4', async () => {
    await expectSameOnWasm(
      () =>
        [1, 8, 16, 24].flatMap((channels) =>
          [2, 8, 11, 32].map((outChannels) => {
            const [x, filter, bias] = [normal([2, 6, 6, channels], 1), normal([3, 3, channels, outChannels], 2), normal([outChannels], 3)];
            return tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 1, bias, activation: 'relu' });
          }),
        ),
      1e-4,
    );
  });

  it.each([5, 16])('a NaN of the input is NaN in all outputs that see it, and in no other image, with ReLU, of %d channels', async (channels) => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      const x = tf.concat([normal([1, 4, 4, channels], 1), tf.fill([1, 4, 4, channels], Number.NaN)], 0) as tf.Tensor4D;
      const filter = normal([3, 3, channels, channels], 2) as tf.Tensor4D;
      const y = tf.fused.conv2d({ x, filter, strides: 1, pad: 1, activation: 'relu' }).dataSync();
      expect(y.subarray(0, y.length / 2).every(Number.isFinite)).toBe(true);
      expect(y.subarray(y.length / 2).every(Number.isNaN)).toBe(true);
    });
  });
}

const shape = { images: 3, height: 11, width: 9, inChannels: 12, outChannels: 20, filter: 3, padding: 1 };
const wide = { ...shape, inChannels: 32, outChannels: 48 };
const narrow = { ...shape, inChannels: 2, outChannels: 1 };

/** Of kernels that can run on any of these numbers of threads. */
export function convolutionResultFacts(start: StartKernels, threads: readonly number[]): void {
  const most = Math.max(...threads);

  it.each([1, 2])(`is the same bits with ${threads.join(' and ')} threads, at stride %d`, async (stride) => {
    const both = () => [shape, wide, narrow].flatMap((each) => convolutionAndGradients({ ...each, stride }));
    await start(1);
    const alone = await valuesOn('wasm', both);
    for (const count of threads.slice(1)) {
      await start(count);
      for (let repeat = 0; repeat < 5; repeat++) expect(await valuesOn('wasm', both)).toEqual(alone);
    }
  });

  it.each([1, 2])('of an image is the same bits alone and in a batch, at stride %d', async (stride) => {
    await start(most);
    for (const { inChannels, outChannels } of [shape, wide, narrow]) {
      const convolve = (images: number) => {
        const x = tf.slice(normal([3, 11, 9, inChannels], 1), 0, images) as tf.Tensor4D;
        return [tf.conv2d(x, normal([3, 3, inChannels, outChannels], 2) as tf.Tensor4D, stride, 1)];
      };
      const [alone] = await valuesOn('wasm', () => convolve(1));
      const [batch] = await valuesOn('wasm', () => convolve(3));
      expect(batch!.subarray(0, alone!.length)).toEqual(alone);
    }
  });

  it('takes no memory that it does not give back: a thousand steps leave the heap as large as ten', async () => {
    await start(most);
    await tf.setBackend('wasm');
    for (let step = 0; step < 10; step++) tf.dispose(tf.tidy(() => convolutionAndGradients({ ...shape, stride: 1 })));
    const [tensors, bytes] = [tf.memory().numTensors, currentEngine().memoryBytes];
    for (let step = 0; step < 1000; step++) tf.dispose(tf.tidy(() => convolutionAndGradients({ ...shape, stride: 1 + (step % 2) })));
    expect([tf.memory().numTensors, currentEngine().memoryBytes]).toEqual([tensors, bytes]);
  });
}
