import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { crossEntropy } from './cross-entropy.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const lossOf = (logits: number[][], labels: number[], labelSmoothing?: number) =>
  crossEntropy(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'), labelSmoothing === undefined ? {} : { labelSmoothing }).dataSync()[0]!;

describe('crossEntropy', () => {
  it('is log K where all K classes score alike, with and without smoothing', () => {
    expect(lossOf([[2, 2, 2, 2]], [3])).toBeCloseTo(Math.log(4), 6);
    expect(lossOf([[2, 2, 2, 2]], [3], 0.2)).toBeCloseTo(Math.log(4), 6);
  });

  it('averages −log softmax of the true class', () => {
    const shareOfFirst = 1 / (1 + Math.E);
    expect(
      lossOf(
        [
          [0, 1],
          [0, 1],
        ],
        [0, 1],
      ),
    ).toBeCloseTo(-(Math.log(shareOfFirst) + Math.log(1 - shareOfFirst)) / 2, 6);
  });

  it('stays finite where a softmax in float32 is 0', () => {
    expect(lossOf([[1000, -1000]], [1])).toBe(2000);
  });

  it('keeps the fractions of smoothed targets: the table of targets is float32', () => {
    const oneHot = tf.tidy(() => crossEntropy(tf.tensor2d([[10, 0]]), tf.tensor1d([0], 'int32'), { labelSmoothing: 0.5 }).dataSync()[0]!);
    expect(oneHot).toBeCloseTo(0.25 * 10 + Math.log(1 + Math.exp(-10)), 5);
  });

  // Numbers of torch.nn.functional.cross_entropy(logits, labels, weight=weights,
  // label_smoothing=0.1), PyTorch 1.13.
  it('weighs classes as torch: the mean is over the weights of the true classes', () => {
    const logits = tf.tensor2d([
      [1, 2, 3],
      [0.5, -1, 0],
    ]);
    const labels = tf.tensor1d([0, 2], 'int32');
    const classWeights = tf.tensor1d([2, 1, 0.5]);
    expect(crossEntropy(logits, labels, { classWeights }).dataSync()[0]).toBeCloseTo(2.1469109058380127, 6);
    expect(crossEntropy(logits, labels, { classWeights, labelSmoothing: 0.1 }).dataSync()[0]).toBeCloseTo(2.06943416595459, 6);
  });

  // torch.nn.functional.cross_entropy with class probabilities as targets, PyTorch 1.13.
  it('of two mixed labels is what torch gives for their probabilities, with weights and smoothing too', () => {
    const logits = tf.tensor2d([
      [1, 2, 3],
      [0.5, -1, 0],
    ]);
    const labels = tf.tensor1d([0, 2], 'int32');
    const mix = { partners: tf.tensor1d([1, 2], 'int32'), share: tf.tensor1d([0.3, 0.8]) };
    const classWeights = tf.tensor1d([2, 1, 0.5]);
    expect(crossEntropy(logits, labels, { mix, labelSmoothing: 0.1 }).dataSync()[0]).toBeCloseTo(1.3992016315460205, 6);
    expect(crossEntropy(logits, labels, { mix, classWeights }).dataSync()[0]).toBeCloseTo(1.4909765720367432, 6);
  });

  // ((1 − exp(−ce)) ** γ · ce) of torch.nn.functional.cross_entropy(reduction='none') and its
  // gradient by autograd, PyTorch 1.13; torchvision's sigmoid_focal_loss where there
  // are two classes.
  it('as focal loss weighs by (1 − p)^γ, its gradient too, and is torchvision’s of two classes', () => {
    const logits = tf.variable(
      tf.tensor2d([
        [1, 2, 3],
        [0.5, -1, 0],
      ]),
    );
    const labels = tf.tensor1d([0, 2], 'int32');
    const { value, grads } = tf.variableGrads(() => crossEntropy(logits, labels, { focal: 2 }), [logits]);
    expect(value.dataSync()[0]).toBeCloseTo(1.2435168027877808, 6);
    const gradient = grads[logits.name]!.dataSync();
    [-0.5562329292297363, 0.14959409832954407, 0.40663889050483704, 0.25585630536079407, 0.05708925426006317, -0.3129456043243408].forEach((wanted, at) =>
      expect(gradient[at]).toBeCloseTo(wanted, 6),
    );
    const classWeights = tf.tensor1d([2, 1, 0.5]);
    expect(crossEntropy(logits, labels, { focal: 2, classWeights }).dataSync()[0]).toBeCloseTo(1.693569540977478, 6);
    const two = tf.tensor2d([
      [0, 0.3],
      [0, -1.2],
    ]);
    expect(crossEntropy(two, tf.tensor1d([1, 0], 'int32'), { focal: 2 }).dataSync()[0]).toBeCloseTo(0.05725007876753807, 6);
  });

  it('as focal loss stays finite where an image is certainly right or certainly wrong', () => {
    const logits = tf.variable(
      tf.tensor2d([
        [1000, -1000],
        [1000, -1000],
      ]),
    );
    const { value, grads } = tf.variableGrads(() => crossEntropy(logits, tf.tensor1d([0, 1], 'int32'), { focal: 2 }), [logits]);
    expect(value.dataSync()[0]).toBeCloseTo(1000, 3);
    expect([...grads[logits.name]!.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind, with its gradient too', () => {
    const logits = tf.variable(tf.tensor2d([[1, 2, 3]]));
    const labels = tf.tensor1d([1], 'int32');
    expect(tensorsLeftBy(() => tf.variableGrads(() => crossEntropy(logits, labels, { labelSmoothing: 0.1 }), [logits]))).toBe(0);
  });
});
