import { expect, it } from 'vitest';

import { pairedDifference } from './uncertainty.ts';

it('gives the interval of a difference of paired shares: 132 against 107 among 1144 differ by 0.0219, from −0.0046 to 0.0483', () => {
  const { difference, low, high } = pairedDifference({ onlyFirst: 107, onlySecond: 132, images: 1144 });
  expect(difference).toBeCloseTo(25 / 1144, 12);
  // 25/1146 ± 1.96 · √(240 − 25²/1146)/1146.
  expect(low).toBeCloseTo(-0.00465, 5);
  expect(high).toBeCloseTo(0.04828, 5);
});

it('does not call few images that agree certain', () => {
  const { difference, low, high } = pairedDifference({ onlyFirst: 0, onlySecond: 0, images: 10 });
  expect(difference).toBe(0);
  expect(high).toBeCloseTo(1.959964 / 12, 6);
  expect(low).toBeCloseTo(-high, 12);
});
