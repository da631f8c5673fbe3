import * as tf from '@tensorflow/tfjs-core';
import { assert, asyncProperty, boolean, constantFrom, integer, oneof, tuple } from 'fast-check';
import { expect, it } from 'vitest';

import { type KernelTable, runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { normal, relativeError, valuesOn } from './on-both.ts';

const shapes = tuple(
  integer({ min: 1, max: 3 }),
  integer({ min: 1, max: 9 }),
  integer({ min: 1, max: 9 }),
  oneof(integer({ min: 1, max: 37 }), constantFrom(16, 24, 32, 48, 64, 65)),
);

type Shape = [number, number, number, number];
type MeanAt = KernelTable['AttuneChannelPools']['attrs']['meanAt'];

/** Values and gradients on wasm against what tfjs's operations give on cpu; random
 * values have no equal maxima. */
async function expectSame(composed: () => tf.Tensor[], fused: () => tf.Tensor[]): Promise<void> {
  const wanted = await valuesOn('cpu', composed);
  const got = await valuesOn('wasm', fused);
  expect(got.length).toBe(wanted.length);
  wanted.forEach((values, index) => expect(relativeError(values, got[index]!)).toBeLessThan(1e-5));
}

/** The same of values around 1, which may nearly cancel out where there are few: errors are in
 * relation to 1 where all are smaller. */
async function expectSameAroundOne(composed: () => tf.Tensor[], whole: () => tf.Tensor[]): Promise<void> {
  await expectSame(
    () => withOne(composed()),
    () => withOne(whole()),
  );
}

function withOne(tensors: tf.Tensor[]): tf.Tensor[] {
  return tensors.map((tensor) => tf.concat([tf.reshape(tensor, [-1]), tf.ones([1])]));
}

function withGradient(operation: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor[] {
  const y = operation(x);
  return [y, tf.grad((input) => tf.sum(tf.mul(operation(input), normal(y.shape, 2))))(x)];
}

function composedPositionPools(x: tf.Tensor): tf.Tensor {
  const [count, , , channels] = x.shape as Shape;
  return tf.reshape(tf.concat([tf.mean(x, [1, 2]), tf.max(x, [1, 2])], 0), [2 * count, 1, 1, channels]);
}

function fusedPositionPools(x: tf.Tensor): tf.Tensor[] {
  const [pools, places] = runKernel('AttunePositionPools', { x }, {});
  return [pools, runKernel('AttunePositionPoolsGrad', { dy: normal(pools.shape, 2), places }, { shape: x.shape })];
}

function composedChannelPools(x: tf.Tensor, meanAt: MeanAt): tf.Tensor {
  const [mean, peak] = [tf.mean(x, 3, true), tf.max(x, 3, true)];
  return tf.concat(meanAt === 0 ? [mean, peak] : [peak, mean], 3);
}

function fusedChannelPools(x: tf.Tensor, meanAt: MeanAt): tf.Tensor[] {
  const [maps, places] = runKernel('AttuneChannelPools', { x }, { meanAt });
  return [maps, runKernel('AttuneChannelPoolsGrad', { dy: normal(maps.shape, 2), places }, { meanAt, shape: x.shape })];
}

type Weights = Record<'squeeze' | 'excite' | 'squeezeBias' | 'exciteBias', tf.Tensor>;

function scaled(shape: number[], seed: number, factor: number): tf.Tensor {
  return tf.mul(normal(shape, seed), factor);
}

/** Such that scores are around 1: where the sigmoid is nearly level, its slope is all error. */
function bottleneckWeights(channels: number, units: number): Weights {
  return {
    squeeze: scaled([channels, units], 4, channels ** -0.5),
    excite: scaled([units, channels], 5, units ** -0.5),
    squeezeBias: normal([units], 6),
    exciteBias: normal([channels], 7),
  };
}

/** y, then the gradients of all that it depends on. */
function withGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  const y = operation(...inputs);
  return [y, ...tf.grads((...each) => tf.sum(tf.mul(operation(...each), normal(y.shape, 2))))(inputs)];
}

function composedChannelGate(
  { squeeze, excite, squeezeBias, exciteBias }: Weights,
  { gain, biased }: { gain: number; biased: boolean },
  x: tf.Tensor,
): tf.Tensor[] {
  const [images, , , channels] = x.shape as Shape;
  const operation = (map: tf.Tensor, first: tf.Tensor, second: tf.Tensor, before?: tf.Tensor, behind?: tf.Tensor) => {
    const scores = (pools: tf.Tensor) => {
      const hidden = tf.matMul(pools, first);
      const units = tf.matMul(tf.relu(before === undefined ? hidden : tf.add(hidden, before)), second);
      return behind === undefined ? units : tf.add(units, behind);
    };
    const gate = tf.mul(tf.sigmoid(tf.add(scores(tf.mean(map, [1, 2])), scores(tf.max(map, [1, 2])))), gain);
    return tf.mul(map, tf.reshape(gate, [images, 1, 1, channels]));
  };
  return withGradients(operation as (...inputs: tf.Tensor[]) => tf.Tensor, [x, squeeze, excite, ...(biased ? [squeezeBias, exciteBias] : [])]);
}

function wholeChannelGate(weights: Weights, { gain, biased }: { gain: number; biased: boolean }, x: tf.Tensor): tf.Tensor[] {
  const { squeeze, excite, ...biases } = weights;
  const [y, gate, pools, places, hidden] = runKernel('AttuneChannelGate', { x, squeeze, excite, ...(biased ? biases : {}) }, { gain });
  const operands = { dy: normal(y.shape, 2), x, gate, pools, places, hidden, squeeze, excite };
  return [y, ...runKernel('AttuneChannelGateGrad', operands, { gain, biased })];
}

function composedPositionGate(filter: tf.Tensor, { gain, meanAt }: { gain: number; meanAt: MeanAt }, x: tf.Tensor): tf.Tensor[] {
  const operation = (map: tf.Tensor, taps: tf.Tensor) => {
    const scores = tf.conv2d(composedChannelPools(map, meanAt) as tf.Tensor4D, taps as tf.Tensor4D, 1, (taps.shape[0]! - 1) / 2);
    return tf.mul(map, tf.mul(tf.sigmoid(scores), gain));
  };
  return withGradients(operation as (...inputs: tf.Tensor[]) => tf.Tensor, [x, filter]);
}

function wholePositionGate(filter: tf.Tensor, attrs: { gain: number; meanAt: MeanAt }, x: tf.Tensor): tf.Tensor[] {
  const [y, gate, maps, places] = runKernel('AttunePositionGate', { x, filter }, attrs);
  return [y, ...runKernel('AttunePositionGateGrad', { dy: normal(y.shape, 2), x, gate, maps, places, filter }, attrs)];
}

/** Where the pools find the maxima of features that are all one value. */
function placesOfEquals(): tf.Tensor[] {
  const x = tf.fill([1, 3, 3, 5], -2);
  return [runKernel('AttunePositionPools', { x }, {})[1], runKernel('AttuneChannelPools', { x }, { meanAt: 0 })[1]];
}

/** Within 1e-5 of the composed operations. */
export function gateFacts(): void {
  it('means and maxima over positions, and their gradient, are those of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(shapes, (shape) =>
        expectSame(
          () => withGradient(composedPositionPools, normal(shape, 1)),
          () => fusedPositionPools(normal(shape, 1)),
        ),
      ),
      { numRuns: 30 },
    );
    expect(currentEngine().runs.get('positionPoolsGradient')).toBeGreaterThan(0);
  });

  it('means and maxima over channels in either order, and their gradient, are those of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(shapes, constantFrom<MeanAt[]>(0, 1), (shape, meanAt) =>
        expectSame(
          () => withGradient((x) => composedChannelPools(x, meanAt), normal(shape, 1)),
          () => fusedChannelPools(normal(shape, 1), meanAt),
        ),
      ),
      { numRuns: 30 },
    );
    expect(currentEngine().runs.get('channelPoolsGradient')).toBeGreaterThan(0);
  });

  it('both gradients of a product with a gate over channels or positions, are those of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(shapes, boolean(), (shape, overChannels) => {
        const [count, height, width, channels] = shape;
        const gate = () => normal(overChannels ? [count, 1, 1, channels] : [count, height, width, 1], 3);
        return expectSame(
          () => tf.grads((x, factor) => tf.sum(tf.mul(tf.mul(x, factor), normal(shape, 2))))([normal(shape, 1), gate()]),
          () => runKernel('AttuneGateGrad', { dy: normal(shape, 2), x: normal(shape, 1), gate: gate() }, {}),
        );
      }),
      { numRuns: 30 },
    );
    expect(currentEngine().runs.get('positionGateGradient')).toBeGreaterThan(0);
  });

  it('a whole gate over channels, with biases and without, and its gradients are those of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(shapes, integer({ min: 1, max: 35 }), boolean(), constantFrom(1, 2), (shape, units, biased, gain) =>
        expectSameAroundOne(
          () => composedChannelGate(bottleneckWeights(shape[3], units), { gain, biased }, normal(shape, 1)),
          () => wholeChannelGate(bottleneckWeights(shape[3], units), { gain, biased }, normal(shape, 1)),
        ),
      ),
      { numRuns: 30 },
    );
    expect(currentEngine().runs.get('channelGateGradientApply')).toBeGreaterThan(0);
  });

  it('a whole gate over positions, in either order of its maps, and its gradients are those of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(shapes, constantFrom(1, 3, 7, 9), constantFrom<MeanAt[]>(0, 1), constantFrom(1, 2), (shape, size, meanAt, gain) =>
        expectSameAroundOne(
          () => composedPositionGate(scaled([size, size, 2, 1], 8, 0.7 / size), { gain, meanAt }, normal(shape, 1)),
          () => wholePositionGate(scaled([size, size, 2, 1], 8, 0.7 / size), { gain, meanAt }, normal(shape, 1)),
        ),
      ),
      { numRuns: 30 },
    );
    expect(currentEngine().runs.get('positionGateGradientApply')).toBeGreaterThan(0);
  });

  it('whole gates with a gain of 2 whose scores are 0 pass their input on, to the bit, and leave no tensor behind', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const x = normal([2, 5, 3, 37], 1);
      const [channels] = runKernel('AttuneChannelGate', { x, squeeze: normal([37, 3], 4), excite: tf.zeros([3, 37]) }, { gain: 2 });
      const [positions] = runKernel('AttunePositionGate', { x, filter: tf.zeros([7, 7, 2, 1]) }, { gain: 2, meanAt: 0 });
      for (const y of [channels, positions]) expect(y.dataSync()).toEqual(x.dataSync());
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a NaN in an image makes its gate over channels NaN, and no other image’s', async () => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      const values = Float32Array.from({ length: 2 * 4 * 20 }, (_, index) => (index === 3 ? Number.NaN : index % 7));
      const x = tf.tensor(values, [2, 2, 2, 20]);
      const [, gate] = runKernel('AttuneChannelGate', { x, squeeze: tf.ones([20, 2]), excite: tf.ones([2, 20]) }, { gain: 1 });
      expect(nanPlaces(gate)).toEqual(Array.from({ length: 20 }, (_, channel) => channel));
    });
  });

  it('the first of equal maxima gets the gradient', async () => {
    for (const places of await valuesOn('wasm', placesOfEquals)) expect(new Set(places)).toEqual(new Set([0]));
  });

  it('a NaN is the maximum over its positions and over its channels, wherever it lies', async () => {
    await tf.setBackend('wasm');
    const [positions, channels] = [6, 37];
    for (let dirty = 0; dirty < channels; dirty++) {
      const values = Float32Array.from({ length: positions * channels }, (_, index) => (index === 2 * channels + dirty ? Number.NaN : index % 11));
      tf.tidy(() => {
        const x = tf.tensor(values, [1, positions, 1, channels]);
        const [pools, places] = runKernel('AttunePositionPools', { x }, {});
        const [maps, channelPlaces] = runKernel('AttuneChannelPools', { x }, { meanAt: 0 });
        expect([nanPlaces(pools), places.dataSync()[dirty], nanPlaces(maps), channelPlaces.dataSync()[2]]).toEqual([
          [dirty, channels + dirty],
          2,
          [4, 5],
          dirty,
        ]);
      });
    }
  });

  it('the first of some equal maxima gets the gradient, over positions and over channels', async () => {
    await tf.setBackend('wasm');
    const [positions, channels] = [9, 40];
    const wanted = Array.from({ length: channels }, (_, channel) =>
      firstOfLargest(Array.from({ length: positions }, (__, position) => tiedValue(position, channel))),
    );
    const wantedChannels = Array.from({ length: positions }, (_, position) =>
      firstOfLargest(Array.from({ length: channels }, (__, channel) => tiedValue(position, channel))),
    );
    tf.tidy(() => {
      const values = Float32Array.from({ length: positions * channels }, (_, index) => tiedValue(Math.floor(index / channels), index % channels));
      const x = tf.tensor(values, [1, 3, 3, channels]);
      expect([...runKernel('AttunePositionPools', { x }, {})[1].dataSync()]).toEqual(wanted);
      expect([...runKernel('AttuneChannelPools', { x }, { meanAt: 0 })[1].dataSync()]).toEqual(wantedChannels);
    });
  });
}

function nanPlaces(tensor: tf.Tensor): number[] {
  const values = tensor.dataSync();
  return [...values.keys()].filter((index) => Number.isNaN(values[index]));
}

/** Four values, again and again. */
function tiedValue(position: number, channel: number): number {
  return (position * 7 + channel * 5) % 4;
}

function firstOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
