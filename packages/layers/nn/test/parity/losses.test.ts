import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { binaryCrossEntropy, huber, meanSquaredError } from '../../src/index.ts';
import golden from './losses.json' with { type: 'json' };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const targets = () => tf.tensor2d(golden.targets);
const numbers = () => tf.tensor2d(golden.numbers);

const losses: Readonly<Record<'bce' | 'weighted' | 'smoothed' | 'focal' | 'mse' | 'huber', (outputs: tf.Tensor2D) => tf.Scalar>> = {
  bce: (outputs) => binaryCrossEntropy(outputs, targets()),
  weighted: (outputs) => binaryCrossEntropy(outputs, targets(), { positiveWeights: tf.tensor1d(golden.positiveWeights) }),
  smoothed: (outputs) => binaryCrossEntropy(outputs, targets(), { labelSmoothing: 0.1 }),
  focal: (outputs) => binaryCrossEntropy(outputs, targets(), { focal: 2 }),
  mse: (outputs) => meanSquaredError(outputs, numbers()),
  huber: (outputs) => huber(outputs, numbers(), 0.7),
};

describe('losses of several labels and of numbers equal PyTorch within 1e-6, gradients too', () => {
  test.each(Object.keys(losses) as (keyof typeof losses)[])('%s', (name) => {
    const outputs = tf.variable(tf.tensor2d(golden.logits));
    const { value, grads } = tf.variableGrads(() => losses[name](outputs as tf.Tensor2D), [outputs]);
    expect(value.dataSync()[0]).toBeCloseTo(golden[name].loss, 6);
    const gradient = grads[outputs.name]!.dataSync();
    golden[name].gradient.forEach((expected, at) => expect(gradient[at]).toBeCloseTo(expected, 6));
  });

  test('a logit of ± 1000 has a finite loss and gradient', () => {
    const outputs = tf.variable(tf.tensor2d([[1000, -1000]]));
    const { value, grads } = tf.variableGrads(() => binaryCrossEntropy(outputs as tf.Tensor2D, tf.tensor2d([[0, 1]])), [outputs]);
    expect(value.dataSync()[0]).toBe(1000);
    expect([...grads[outputs.name]!.dataSync()]).toEqual([0.5, -0.5]);
  });
});
