import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Adam, AdamW, OptimizerError, Sgd, clipScale, gradientNorm } from './index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const move = (optimizer: Sgd, parameter: tf.Variable, gradient: tf.Tensor) => optimizer.step({ name: 'w', parameter, gradient, learningRate: 0.1 });

const ones = () => tf.variable(tf.ones([2]));

describe('memory keyed by name', () => {
  it('a parameter that joins late starts as in a fresh Adam, whatever the others have seen', () => {
    const [early, late, alone] = [ones(), ones(), ones()];
    const optimizer = new Adam();
    const gradient = tf.tensor1d([1, -2]);
    for (let step = 0; step < 5; step++) optimizer.step({ name: 'early', parameter: early, gradient, learningRate: 0.1 });
    optimizer.step({ name: 'late', parameter: late, gradient, learningRate: 0.1 });
    new Adam().step({ name: 'alone', parameter: alone, gradient, learningRate: 0.1 });
    expect([...late.dataSync()]).toEqual([...alone.dataSync()]);
    expect(optimizer.memory().get('early')!.step).toBe(5);
    expect(optimizer.memory().get('late')!.step).toBe(1);
  });

  it('a restored memory goes on bit for bit as the one it was taken from', () => {
    const gradients = [tf.tensor1d([1, 2]), tf.tensor1d([-3, 0.5]), tf.tensor1d([0.25, 4])];
    const [whole, resumed] = [ones(), ones()];
    const first = new Sgd({ momentum: 0.9 });
    gradients.slice(0, 2).forEach((gradient) => move(first, whole, gradient));
    resumed.assign(tf.clone(whole));
    const second = new Sgd({ momentum: 0.9 });
    second.restore(first.memory());
    move(first, whole, gradients[2]!);
    move(second, resumed, gradients[2]!);
    expect([...resumed.dataSync()]).toEqual([...whole.dataSync()]);
  });

  it('leaves no tensor: three steps hold as many as one, and dispose frees them', () => {
    const parameter = ones();
    const gradient = tf.ones([2]);
    const before = tf.memory().numTensors;
    const optimizer = new Adam();
    optimizer.step({ name: 'w', parameter, gradient, learningRate: 0.1, weightDecay: 0.1 });
    const held = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) optimizer.step({ name: 'w', parameter, gradient, learningRate: 0.1, weightDecay: 0.1 });
    expect(tf.memory().numTensors).toBe(held);
    expect(held - before).toBe(2);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('steps', () => {
  it('a gradient scale of one half moves as half the gradient', () => {
    const [scaled, halved] = [ones(), ones()];
    new Sgd({ momentum: 0.9 }).step({ name: 'w', parameter: scaled, gradient: tf.tensor1d([2, 4]), learningRate: 0.1, gradientScale: 0.5 });
    new Sgd({ momentum: 0.9 }).step({ name: 'w', parameter: halved, gradient: tf.tensor1d([1, 2]), learningRate: 0.1 });
    expect([...scaled.dataSync()]).toEqual([...halved.dataSync()]);
  });

  it('the norm of no gradients is 0, and a norm under the maximum scales by 1', () => {
    expect(gradientNorm([]).dataSync()[0]).toBe(0);
    expect(clipScale(0, 1)).toBe(1);
    expect(clipScale(0.5, 1)).toBe(1);
    expect(clipScale(2, 1)).toBeCloseTo(0.5, 6);
  });
});

describe('settings', () => {
  it.each([Sgd, Adam, AdamW])('that %o does not have are refused', (Optimizer) => {
    const settings: object = { weightDecay: 0.1 };
    expect(() => new Optimizer(settings)).toThrow(/^(SGD|Adam|AdamW): "weightDecay" is not an option: the options are /);
  });

  it('are refused all at once, by name', () => {
    expect(() => new Sgd({ momentum: -1, nesterov: true })).toThrow(OptimizerError);
    expect(() => new Sgd({ momentum: -1, nesterov: true })).toThrow(/momentum is -1 and must be from 0 up; nesterov is true and must be only with/);
    expect(() => new Adam({ betas: [0.9, 1] })).toThrow(/betas is 0\.9, 1/);
  });
});
