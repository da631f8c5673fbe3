import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { evaluation } from './module.ts';
import { seededRandom } from './random.ts';
import { stochasticDepth } from './stochastic-depth.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const training = (seed: number) => ({ training: true, frozen: new Set<tf.Variable>(), random: seededRandom(seed) }) as const;

describe('stochasticDepth', () => {
  it('leaves whole images out in training, scales the rest so that the mean stays, and draws from the seed alone', () => {
    const branch = tf.ones<tf.Rank.R4>([400, 1, 2, 3]);
    const values = stochasticDepth(branch, 0.2, training(3)).dataSync();
    const rows = Array.from({ length: 400 }, (_, image) => [...values.subarray(image * 6, image * 6 + 6)]);
    for (const row of rows) expect(new Set(row).size).toBe(1);
    expect(new Set(rows.map(([first]) => first))).toEqual(new Set([0, Math.fround(1.25)]));
    const dropped = rows.filter(([first]) => first === 0).length;
    expect(dropped / 400).toBeGreaterThan(0.14);
    expect(dropped / 400).toBeLessThan(0.26);
    expect([...stochasticDepth(branch, 0.2, training(3)).dataSync()]).toEqual([...values]);
  });

  it('is the branch itself in evaluation, and at rate 0', () => {
    const branch = tf.ones<tf.Rank.R4>([2, 1, 1, 1]);
    expect(stochasticDepth(branch, 0.5, evaluation)).toBe(branch);
    expect(stochasticDepth(branch, 0, training(1))).toBe(branch);
  });

  it('leaves out of a part of a batch what it leaves out of the whole', () => {
    const branch = tf.ones<tf.Rank.R4>([8, 1, 1, 1]);
    const whole = stochasticDepth(branch, 0.5, training(3)).dataSync();
    const part = stochasticDepth(tf.slice(branch, [3, 0, 0, 0], [4, 1, 1, 1]), 0.5, { ...training(3), part: { first: 3, of: 8 } });
    expect(part.dataSync()).toEqual(whole.slice(3, 7));
  });
});
