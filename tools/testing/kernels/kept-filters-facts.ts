import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { normal, runTfjsKernel } from './on-both.ts';

type Shape = readonly [number, number, number, number];

/** One for each way in which a filter is kept: panels, points in blocks, points by columns. */
const filters: readonly Shape[] = [
  [3, 3, 5, 7],
  [3, 3, 32, 48],
  [3, 3, 192, 176],
];

/** A parameter's convolution and the gradient of its input, as values. */
function uses(filter: tf.Tensor4D): number[] {
  return tf.tidy(() => {
    const [height, , inChannels, outChannels] = filter.shape;
    const x = normal([1, 9, 8, inChannels], 1) as tf.Tensor4D;
    const dy = normal([1, 9, 8, outChannels], 2);
    const attrs = { strides: 1, pad: (height - 1) / 2, dataFormat: 'NHWC', inputShape: x.shape };
    const dx = runTfjsKernel('Conv2DBackpropInput', { dy, filter }, attrs);
    return [...tf.conv2d(x, filter, 1, 'same').dataSync(), ...dx.dataSync()];
  });
}

/** The same of a copy, which nothing is kept of. */
function usesOfCopy(filter: tf.Tensor4D): number[] {
  return tf.tidy(() => uses(tf.add(filter, 0)));
}

function parameterOf(shape: Shape, seed: number): tf.Variable<tf.Rank.R4> {
  return tf.tidy(() => tf.variable(normal(shape, seed) as tf.Tensor4D));
}

/** 38 MB at Winograd's points. */
function usedLargeFilter(): tf.Variable {
  const parameter = parameterOf([3, 3, 512, 512], 3);
  for (let repeat = 0; repeat < 3; repeat++) tf.tidy(() => tf.conv2d(tf.ones<tf.Rank.R4>([1, 4, 4, 512]), parameter, 1, 'same'));
  return parameter;
}

/** What a filter becomes before it is multiplied is kept while it does not change. */
export function keptFiltersFacts(): void {
  it.each(filters)('a filter of %d×%d×%d×%d is made ready three times and then kept, and gives the same bits', (...shape) => {
    const parameter = parameterOf(shape, 3);
    const { kept, runs } = currentEngine();
    const before = kept.bytes;
    const wanted = uses(parameter);
    for (let repeat = 0; repeat < 3; repeat++) expect(uses(parameter)).toEqual(wanted);
    expect(kept.bytes).toBeGreaterThan(before);
    const tasks = ['packPanel', 'winogradFilter', 'winogradFilterColumns'] as const;
    const made = tasks.map((task) => runs.get(task));
    expect(uses(parameter)).toEqual(wanted);
    expect(tasks.map((task) => runs.get(task))).toEqual(made);
    parameter.dispose();
    expect(kept.bytes).toBe(before);
  });

  it.each(filters)('a filter of %d×%d×%d×%d that an optimizer moves in place, or that is assigned, is seen as it is', (...shape) => {
    const [parameter, velocity, gradient] = [parameterOf(shape, 3), parameterOf(shape, 4), normal(shape, 5)];
    const rates = { learningRate: 0.5, momentum: 0.9, dampening: 0, weightDecay: 0, gradientScale: 1, nesterov: false };
    const settle = () => {
      for (let repeat = 0; repeat < 4; repeat++) uses(parameter);
    };
    for (let step = 0; step < 2; step++) {
      settle();
      const before = uses(parameter);
      runKernel('AttuneSgd', { parameter, gradient, velocity }, rates);
      expect(uses(parameter)).not.toEqual(before);
      expect(uses(parameter)).toEqual(usesOfCopy(parameter));
    }
    settle();
    tf.tidy(() => parameter.assign(normal(shape, 6) as tf.Tensor4D));
    expect(uses(parameter)).toEqual(usesOfCopy(parameter));
    tf.dispose([parameter, velocity, gradient]);
  });

  it('two filters of one shape are kept apart, and one filter that is read in two shapes too', () => {
    const [one, other] = [parameterOf([3, 3, 32, 48], 3), parameterOf([3, 3, 32, 48], 4)];
    const reshaped = tf.reshape<tf.Rank.R4>(one, [3, 3, 48, 32]);
    const every = [one, other, reshaped] as const;
    const wanted = every.map(usesOfCopy);
    for (let repeat = 0; repeat < 5; repeat++) expect(every.map(uses)).toEqual(wanted);
    one.dispose();
    expect([other, reshaped].map(uses)).toEqual(wanted.slice(1));
    tf.dispose([other, reshaped]);
  });

  it('filters that come and go leave nothing, and at most 256 MB are kept in all', () => {
    const { kept } = currentEngine();
    const before = kept.bytes;
    const held: tf.Variable[] = [];
    for (let count = 0; count < 8; count++) held.push(usedLargeFilter());
    expect(kept.bytes).toBeGreaterThan(2 ** 27);
    expect(kept.bytes).toBeLessThanOrEqual(2 ** 28);
    tf.dispose(held);
    expect(kept.bytes).toBe(before);
  });

  it('what is kept is given back before memory gets short', () => {
    const { kept, backend } = currentEngine();
    const parameter = parameterOf([3, 3, 192, 176], 3);
    const wanted = usesOfCopy(parameter);
    for (let repeat = 0; repeat < 4; repeat++) uses(parameter);
    expect(kept.bytes).toBeGreaterThan(0);
    const large: { dataId: object }[] = [];
    while (kept.bytes > 0 && large.length < 40) large.push(currentEngine().output([2 ** 25]));
    expect(kept.bytes).toBe(0);
    expect(large.length).toBeLessThan(17);
    for (const { dataId } of large) backend.disposeData(dataId);
    expect(uses(parameter)).toEqual(wanted);
    parameter.dispose();
  });
}
