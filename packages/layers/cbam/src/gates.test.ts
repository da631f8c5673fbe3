import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { gradientsOf } from '../../../../tools/testing/gradients.ts';
import { gateChannels, gatePositions } from './gates.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const sumOfMaps = (maps: tf.Tensor4D) => tf.sum(maps, 3, true) as tf.Tensor4D;
const firstMap = (maps: tf.Tensor4D) => tf.slice(maps, [0, 0, 0, 0], [-1, -1, -1, 1]);

describe('gateChannels', () => {
  it('scores the mean and the maximum over positions apart, adds the scores, then takes the sigmoid', () => {
    const input = tf.tensor4d([1, -4, 3, 2], [1, 2, 1, 2]); // means 2 and −1, maxima 3 and 2
    const output = gateChannels(input, (pooled) => tf.relu(pooled), { gain: 1 }).dataSync();
    const [first, second] = [sigmoid(2 + 3), sigmoid(0 + 2)];
    [1 * first, -4 * second, 3 * first, 2 * second].forEach((wanted, index) => expect(output[index]).toBeCloseTo(wanted, 6));
  });

  it('gives the gradient of the maximum to the first of equal positions alone', () => {
    const input = tf.variable(tf.tensor4d([0.5, 0.5], [1, 2, 1, 1])); // score 1
    const [gradient] = gradientsOf(() => gateChannels(input, (pooled) => pooled, { gain: 1 }), tf.ones([1, 2, 1, 1]), [input as tf.Variable]);
    const slope = sigmoid(1) * (1 - sigmoid(1)); // of the gate, times the two values' sum of 1
    const [first, second] = gradient!.dataSync();
    expect(second).toBeCloseTo(sigmoid(1) + slope / 2, 6);
    expect(first).toBeCloseTo(sigmoid(1) + slope / 2 + slope, 6);
  });
});

describe('gatePositions', () => {
  const input = tf.tensor4d([1, 3, 2, 0], [1, 1, 2, 2]); // means 2 and 1, maxima 3 and 2

  it('reads the mean and the maximum over channels', () => {
    const output = gatePositions(input, sumOfMaps, { gain: 1, order: 'mean-max' }).dataSync();
    const [first, second] = [sigmoid(2 + 3), sigmoid(1 + 2)];
    [1 * first, 3 * first, 2 * second, 0].forEach((wanted, index) => expect(output[index]).toBeCloseTo(wanted, 6));
  });

  it('stacks them in the order it is told', () => {
    expect(gatePositions(input, firstMap, { gain: 1, order: 'mean-max' }).dataSync()[1]).toBeCloseTo(3 * sigmoid(2), 6);
    expect(gatePositions(input, firstMap, { gain: 1, order: 'max-mean' }).dataSync()[1]).toBeCloseTo(3 * sigmoid(3), 6);
  });

  it('opens up to twice with gain 2, and passes its input on to the bit at score 0', () => {
    expect(gatePositions(input, sumOfMaps, { gain: 2, order: 'mean-max' }).dataSync()[1]).toBeCloseTo(6 * sigmoid(5), 5);
    const noise = tf.randomNormal<tf.Rank.R4>([2, 5, 5, 3], 0, 100, 'float32', 1);
    expect(gatePositions(noise, (maps) => tf.mul(firstMap(maps), 0), { gain: 2, order: 'mean-max' }).dataSync()).toEqual(noise.dataSync());
  });
});
