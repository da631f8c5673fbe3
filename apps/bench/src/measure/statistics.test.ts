import { expect, test } from 'vitest';

import { median, spread } from './statistics.ts';

test('the median of an odd and of an even count', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('the spread is the distance of the quartiles over the median', () => {
  expect(spread([1, 2, 3, 4, 5, 6, 7, 8])).toBeCloseTo(4 / 4.5, 12);
  expect(spread([5, 5, 5])).toBe(0);
});
