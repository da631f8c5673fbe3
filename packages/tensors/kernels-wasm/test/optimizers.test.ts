import { runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { currentEngine, startWasm } from '../src/start-wasm.ts';
import { normal } from './on-both.ts';

beforeAll(async () => {
  await startWasm({ threads: 2 });
  await tf.setBackend('wasm');
});

const sgd = { learningRate: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0.01, gradientScale: 0.5, nesterov: false };

function stepSgd(parameter: tf.Variable, gradient: tf.Tensor, velocity: tf.Variable, settings: typeof sgd): void {
  runKernel('AttuneSgd', { parameter, gradient, velocity }, settings);
}

it.each([
  { nesterov: false, dampening: 0 },
  { nesterov: true, dampening: 0 },
  { nesterov: false, dampening: 0.5 },
])('SGD moves by its rule, $nesterov $dampening', (choice) => {
  const settings = { ...sgd, ...choice };
  const [parameter, velocity] = [tf.variable(tf.tensor1d([1, -2, 3, 4, 5])), tf.variable(tf.tensor1d([0.5, 0, 0, 1, -1]))];
  const gradient = tf.tensor1d([2, 4, -6, 0, 1]);
  stepSgd(parameter, gradient, velocity, settings);
  [1, -2, 3, 4, 5].forEach((weight, index) => {
    const decayed = [2, 4, -6, 0, 1][index]! * 0.5 + weight * 0.01;
    const moved = [0.5, 0, 0, 1, -1][index]! * 0.9 + decayed * (1 - settings.dampening);
    expect(velocity.dataSync()[index]).toBeCloseTo(moved, 5);
    expect(parameter.dataSync()[index]).toBeCloseTo(weight - 0.1 * (settings.nesterov ? decayed + 0.9 * moved : moved), 5);
  });
});

it('a step is in place, but a clone of the parameter keeps its values', () => {
  const parameter = tf.tidy(() => tf.variable(normal([50_000], 1)));
  const before = parameter.dataSync().slice();
  const { dataId } = parameter;
  const velocity = tf.variable(tf.zeros([50_000]));
  stepSgd(parameter, normal([50_000], 2), velocity, sgd);
  expect(parameter.dataId).toBe(dataId);
  expect(parameter.dataSync()).not.toEqual(before);
  const [snapshot, then] = [tf.clone(parameter), parameter.dataSync().slice()];
  stepSgd(parameter, normal([50_000], 2), velocity, sgd);
  expect(snapshot.dataSync()).toEqual(then);
  expect(parameter.dataSync()).not.toEqual(then);
  expect(currentEngine().runs.get('sgd')).toBeGreaterThanOrEqual(2);
});

it.each([0, 0.1])('Adam moves by its rule, decoupled decay %d', (decoupledWeightDecay) => {
  const [parameter, mean, square] = [tf.variable(tf.tensor1d([1, -2, 3, 4, 5])), tf.variable(tf.zeros([5])), tf.variable(tf.zeros([5]))];
  const gradient = tf.tensor1d([0.1, -0.2, 0.3, 0, 1]);
  const settings = { step: 1, learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, decoupledWeightDecay, gradientScale: 1 };
  runKernel('AttuneAdam', { parameter, gradient, mean, square }, settings);
  [1, -2, 3, 4, 5].forEach((weight, index) => {
    const sign = Math.sign([0.1, -0.2, 0.3, 0, 1][index]!);
    expect(parameter.dataSync()[index]).toBeCloseTo(weight * (1 - 0.01 * decoupledWeightDecay) - 0.01 * sign, 5);
  });
});

it('operations that tfjs packs weights for see a step that was in place', () => {
  const filter = tf.tidy(() => tf.variable(tf.fill([3, 3, 4, 1], 1)) as tf.Variable<tf.Rank.R4>);
  const [x, velocity] = [tf.ones<tf.Rank.R4>([1, 3, 3, 4]), tf.tidy(() => tf.variable(tf.zeros([3, 3, 4, 1])))];
  const centre = () => tf.tidy(() => tf.depthwiseConv2d(x, filter, 1, 'valid').dataSync()[0]);
  expect(centre()).toBeCloseTo(9, 5);
  stepSgd(filter, tf.ones([3, 3, 4, 1]), velocity, { ...sgd, weightDecay: 0, gradientScale: 1 });
  expect(centre()).toBeCloseTo(8.1, 5);
});
