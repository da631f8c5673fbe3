import { type ForwardContext, namedParameters, seededRandom, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import { finiteDifferences, gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { SeConfigError, type SeVariant, se, seVariants } from './se.ts';

const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
const build = (variant: SeVariant, channels: number, seed = 1) => se({ variant })(channels, seededRandom(seed));
const features = (channels: number, seed: number) => tf.randomNormal<tf.Rank.R4>([2, 4, 3, channels], 0, 1, 'float32', seed);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('se', () => {
  it('is the identity variant with reduction 16 when nothing is said', () => {
    expect([...stateDict(se()(32, seededRandom(1)))].map(([name, { shape }]) => [name, shape])).toEqual([
      ['fc1.weight', [1, 1, 32, 2]],
      ['fc1.bias', [2]],
      ['fc2.weight', [1, 1, 2, 32]],
    ]);
  });

  it.each([
    [64, 16, 8],
    [256, 16, 16],
    [320, 16, 24],
    [512, 16, 32],
    [512, 12, 40],
    [2048, 16, 128],
  ])('as timm builds it has a multiple of eight units: %i channels with reduction %i give %i', (channels, reduction, units) => {
    const state = stateDict(se({ variant: 'se-timm', reduction })(channels, seededRandom(1)));
    expect([...state].map(([name, { shape }]) => [name, shape])).toEqual([
      ['fc1.weight', [1, 1, channels, units]],
      ['fc1.bias', [units]],
      ['fc2.weight', [1, 1, units, channels]],
      ['fc2.bias', [channels]],
    ]);
    tf.disposeVariables();
  });

  it.each<[string, object]>([
    ['another variant', { variant: 'cbam' }],
    ['no reduction', { reduction: 0 }],
    ['half a reduction', { reduction: 1.5 }],
    ['an option that does not exist', { ratio: 16 }],
  ])('refuses %s', (_, config) => {
    expect(() => se(config)).toThrow(SeConfigError);
    expect(() => se(config)).toThrow(expect.objectContaining({ code: 'ATTUNE_SE_CONFIG' }));
  });

  it.each(seVariants)('%s leaves no tensor behind, and its gradients are those of finite differences', (variant) => {
    const module = build(variant, 16);
    for (const [index, variable] of [...namedParameters(module).values()].entries())
      tf.tidy(() => variable.assign(tf.randomNormal(variable.shape, 0.1, 0.5, 'float32', index + 1)));
    const input = tf.variable(features(16, 3)) as tf.Variable<tf.Rank.R4>;
    expect(tensorsLeftBy(() => void module.forward(input, training))).toBe(0);
    const dy = tf.randomNormal([2, 4, 3, 16], 0, 1, 'float32', 7);
    const variables = [input as tf.Variable, ...namedParameters(module).values()];
    const forward = () => module.forward(input, training);
    const gradients = gradientsOf(forward, dy, variables);
    for (const [index, variable] of variables.entries()) {
      const wanted = finiteDifferences(forward, dy, variable);
      expect(relativeDifferenceOf(gradients[index]!.dataSync() as Float32Array, wanted)).toBeLessThan(2e-2);
    }
  });
});

describe('the identity', () => {
  it('passes any features on to the bit', () => {
    const input = tf.mul<tf.Tensor4D>(features(48, 5), 100);
    expect(build('se', 48).forward(input, training).dataSync()).toEqual(input.dataSync());
  });

  it('is alive on the first batch with one hidden unit (16 channels), for 100 seeds, on rectified and on signed features', () => {
    for (let seed = 0; seed < 100; seed++) {
      const module = build('se', 16, seed);
      for (const input of [features(16, seed), tf.relu(features(16, seed))]) {
        const [gradient] = gradientsOf(() => module.forward(input, training), tf.randomNormal(input.shape, 0, 1, 'float32', seed + 1), [
          namedParameters(module).get('fc2.weight')!,
        ]);
        expect(tf.max(tf.abs(gradient!)).dataSync()[0]).toBeGreaterThan(0);
      }
    }
  });
});
