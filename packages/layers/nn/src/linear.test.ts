import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Linear } from './linear.ts';
import { evaluation, namedParameters } from './module.ts';
import { seededRandom } from './random.ts';

const shapesOf = (layer: Linear) => [...namedParameters(layer)].map(([name, { shape }]) => [name, shape]);
const seeded = () => new Linear({ inFeatures: 16, outFeatures: 8, random: seededRandom(1) });
const twos = (shape: readonly number[]) => tf.mul(tf.ones([...shape]), 2);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('Linear', () => {
  it('names a weight [in, out] and a bias [out], or no bias', () => {
    expect(shapesOf(new Linear({ inFeatures: 3, outFeatures: 2 }))).toEqual([
      ['weight', [3, 2]],
      ['bias', [2]],
    ]);
    expect(shapesOf(new Linear({ inFeatures: 3, outFeatures: 2, bias: false }))).toEqual([['weight', [3, 2]]]);
  });

  it('is x·W + b', () => {
    const layer = new Linear({ inFeatures: 2, outFeatures: 2 });
    layer.weight.assign(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
    );
    layer.bias!.assign(tf.tensor1d([10, 20]));
    expect(layer.forward(tf.tensor2d([[1, 1]]), evaluation).arraySync()).toEqual([[14, 26]]);
  });

  it('draws weight and bias from ±1/√in unless told otherwise, from the seed alone', () => {
    expect(seeded().weight.dataSync()).toEqual(seeded().weight.dataSync());
    for (const value of [...seeded().weight.dataSync(), ...seeded().bias!.dataSync()]) expect(Math.abs(value)).toBeLessThanOrEqual(0.25);
    expect([...new Linear({ inFeatures: 1, outFeatures: 2, initialize: twos, initializeBias: twos }).weight.dataSync()]).toEqual([2, 2]);
  });
});
