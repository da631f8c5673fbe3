import { expect, it } from 'vitest';

import { comparePairs, meanInterval } from './interval.ts';
import { tCumulative, tQuantile } from './student-t.ts';

it.each([
  [0.975, 1, 12.7062047],
  [0.975, 2, 4.30265273],
  [0.975, 4, 2.77644511],
  [0.975, 9, 2.26215716],
  [0.975, 24, 2.06389856],
  [0.975, 120, 1.97993041],
  [0.995, 4, 4.60409487],
])('the t quantile of %d at %d degrees of freedom is %d, as printed tables say', (probability, freedom, quantile) => {
  expect(tQuantile(probability, freedom)).toBeCloseTo(quantile, 6);
  expect(tQuantile(1 - probability, freedom)).toBeCloseTo(-quantile, 6);
  expect(tCumulative(quantile, freedom)).toBeCloseTo(probability, 8);
});

it('the interval of 1, 2, 3 is 2 ± 4.3027 · 1/√3', () => {
  const { count, mean, low, high } = meanInterval([1, 2, 3]);
  expect([count, mean]).toEqual([3, 2]);
  expect(high! - 2).toBeCloseTo(4.30265273 / Math.sqrt(3), 6);
  expect(2 - low!).toBeCloseTo(high! - 2, 12);
  expect(meanInterval([4])).toEqual({ count: 1, mean: 4, low: null, high: null });
});

it('pairs that all gain the same leave no doubt, where their values overlap', () => {
  const { mean, low, high, pValue } = comparePairs([
    [0.5, 0.51],
    [0.7, 0.72],
    [0.9, 0.93],
  ]);
  expect(mean).toBeCloseTo(0.02, 12);
  expect(low!).toBeCloseTo(0.02 - (4.30265273 * 0.01) / Math.sqrt(3), 6);
  expect(high!).toBeGreaterThan(0.04);
  expect(pValue!).toBeCloseTo(0.0742, 3); // t = 2√3 at 2 degrees of freedom
});
