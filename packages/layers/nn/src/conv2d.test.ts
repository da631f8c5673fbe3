import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import { finiteDifferences, gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { Conv2d } from './conv2d.ts';
import { zeros } from './initializers.ts';
import { evaluation, namedParameters } from './module.ts';
import { seededRandom } from './random.ts';

const shapesOf = (layer: Conv2d) => [...namedParameters(layer)].map(([name, { shape }]) => [name, shape]);
const seeded = () => new Conv2d({ inChannels: 4, outChannels: 8, kernelSize: 3, random: seededRandom(1) });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const ones = (shape: readonly number[]) => tf.ones([...shape]);

describe('Conv2d', () => {
  it('names a weight [kernelSize, kernelSize, in, out] and a bias, or no bias', () => {
    expect(shapesOf(new Conv2d({ inChannels: 2, outChannels: 5, kernelSize: 3 }))).toEqual([
      ['weight', [3, 3, 2, 5]],
      ['bias', [5]],
    ]);
    expect(shapesOf(new Conv2d({ inChannels: 2, outChannels: 5, kernelSize: 1, bias: false }))).toEqual([['weight', [1, 1, 2, 5]]]);
  });

  it('pads both sides alike at stride 2, where TensorFlow pads one: a sum of three over 1 … 8 at 1, 3, 5, 7 is 3, 9, 15, 21', () => {
    const layer = new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 3, stride: 2, padding: 1, bias: false, initialize: ones });
    const row = tf.tensor4d([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 8, 1]);
    const output = layer.forward(row, evaluation);
    expect(output.shape).toEqual([1, 1, 4, 1]);
    expect([...output.dataSync()]).toEqual([3, 9, 15, 21]);
  });

  it('draws weight and bias from ±1/√fan_in unless told otherwise, from the seed alone', () => {
    const [one, other] = [seeded(), seeded()];
    expect(one.weight.dataSync()).toEqual(other.weight.dataSync());
    for (const value of [...one.weight.dataSync(), ...one.bias!.dataSync()]) expect(Math.abs(value)).toBeLessThanOrEqual(Math.fround(1 / 6));
    expect(new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1, initializeBias: zeros }).bias!.dataSync()[0]).toBe(0);
  });

  it('has the gradients of its definition: finite differences within 1e-3 of the largest', () => {
    const layer = new Conv2d({ inChannels: 2, outChannels: 3, kernelSize: 3, stride: 2, padding: 1, random: seededRandom(2) });
    const input = tf.variable(tf.randomNormal<tf.Rank.R4>([2, 4, 5, 2], 0, 1, 'float32', 1));
    const dy = tf.randomNormal([2, 2, 3, 3], 0, 1, 'float32', 2);
    const forward = () => layer.forward(input, evaluation);
    const variables = [input, layer.weight, layer.bias!] as tf.Variable[];
    gradientsOf(forward, dy, variables).forEach((gradient, index) => {
      expect(relativeDifferenceOf(gradient.dataSync(), finiteDifferences(forward, dy, variables[index]!))).toBeLessThan(1e-3);
    });
  });

  it('leaves no tensor behind, with its gradients too', () => {
    const layer = new Conv2d({ inChannels: 2, outChannels: 2, kernelSize: 3, padding: 1 });
    const input = tf.ones<tf.Rank.R4>([1, 3, 3, 2]);
    expect(tensorsLeftBy(() => layer.forward(input, evaluation))).toBe(0);
    expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(layer.forward(input, evaluation))))).toBe(0);
  });
});
