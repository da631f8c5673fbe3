import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { normal, relativeError } from './on-both.ts';

const sgd = { learningRate: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0.01, gradientScale: 0.5, nesterov: false };

function stepSgd(parameter: tf.Variable, gradient: tf.Tensor, velocity: tf.Variable, settings: typeof sgd): void {
  runKernel('AttuneSgd', { parameter, gradient, velocity }, settings);
}

export function optimizerFacts(): void {
  beforeAll(async () => {
    await tf.setBackend('wasm');
  });

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

  it('steps over whole vectors, tails and several items move each value by its rule within 1e-6', () => {
    const length = 33_007; // three items, the last one with a tail
    const values = (seed: number) => tf.tidy(() => normal([length], seed).dataSync().slice());
    const [weights, gradients, velocities] = [values(1), values(2), values(3)];
    const [parameter, velocity] = [tf.variable(tf.tensor1d(weights)), tf.variable(tf.tensor1d(velocities))];
    stepSgd(parameter, tf.tensor1d(gradients), velocity, sgd);
    const moved = parameter.dataSync();
    const wanted = weights.map((weight, index) => weight - 0.1 * (velocities[index]! * 0.9 + gradients[index]! * 0.5 + weight * 0.01));
    expect(relativeError(wanted, moved)).toBeLessThan(1e-6);
    const [mean, square] = [tf.variable(tf.zeros([length])), tf.variable(tf.zeros([length]))];
    const settings = { step: 1, learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-3, weightDecay: 0, decoupledWeightDecay: 0, gradientScale: 1 };
    runKernel('AttuneAdam', { parameter, gradient: tf.tensor1d(gradients), mean, square }, settings);
    const steps = gradients.map((gradient, index) => moved[index]! - (0.01 * gradient) / (Math.abs(gradient) + 1e-3));
    expect(relativeError(steps, parameter.dataSync())).toBeLessThan(1e-6);
  });
}
