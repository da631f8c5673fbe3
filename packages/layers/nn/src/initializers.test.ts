import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { firstUnitOn, kaimingNormalFanOut, normalInitializer, uniformFanIn, zeros } from './initializers.ts';
import { seededRandom } from './random.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function moments(tensor: tf.Tensor): { mean: number; deviation: number; smallest: number; largest: number } {
  const values = [...tensor.dataSync()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const sorted = values.toSorted((a, b) => a - b);
  return { mean, deviation, smallest: sorted[0]!, largest: sorted.at(-1)! };
}

describe('kaimingNormalFanOut', () => {
  it('has std √(2 / (kernel² · output channels)) within 1 %, mean 0 and no cut at two deviations', () => {
    const { mean, deviation, largest } = moments(kaimingNormalFanOut([3, 3, 64, 128], seededRandom(1)));
    const wanted = Math.sqrt(2 / (9 * 128));
    expect(Math.abs(deviation / wanted - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean / wanted)).toBeLessThan(0.01);
    expect(largest / wanted).toBeGreaterThan(3);
  });
});

describe('normalInitializer', () => {
  it('has the given std within 1 %', () => {
    expect(moments(normalInitializer(0.01)([300, 300], seededRandom(2))).deviation).toBeCloseTo(0.01, 4);
  });
});

describe('uniformFanIn', () => {
  it('fills ±1/√fan_in evenly, up to its ends', () => {
    const { mean, deviation, smallest, largest } = moments(uniformFanIn(25)([200, 200], seededRandom(3)));
    expect(smallest).toBeGreaterThanOrEqual(-0.2);
    expect(largest).toBeLessThanOrEqual(Math.fround(0.2));
    expect(largest - smallest).toBeGreaterThan(0.399);
    expect(Math.abs(mean)).toBeLessThan(0.002);
    expect(Math.abs(deviation / (0.2 / Math.sqrt(3)) - 1)).toBeLessThan(0.01);
  });
});

describe('every initializer', () => {
  it.each([
    ['kaimingNormalFanOut', kaimingNormalFanOut],
    ['normalInitializer', normalInitializer(1)],
    ['uniformFanIn', uniformFanIn(9)],
    ['zeros', zeros],
  ])('%s gives the shape it was asked for and depends on the seed alone', (_, initialize) => {
    const [one, other] = [initialize([2, 3, 4, 5], seededRandom(5)), initialize([2, 3, 4, 5], seededRandom(5))];
    expect(one.shape).toEqual([2, 3, 4, 5]);
    expect(one.dataSync()).toEqual(other.dataSync());
  });

  it('leaves what it would draw zero where nothing is drawn', () => {
    for (const initialize of [kaimingNormalFanOut, normalInitializer(1), uniformFanIn(9), firstUnitOn]) {
      expect(initialize([1, 1, 4, 2], seededRandom(null)).dataSync()).toEqual(new Float32Array(8));
    }
  });

  it('zeros is zero', () => {
    expect(zeros([2, 2], Math.random).arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
