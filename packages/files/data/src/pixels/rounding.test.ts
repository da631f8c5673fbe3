import { expect, test } from 'vitest';

import { roundHalfToEven } from './rounding.ts';

test('ties go to the even neighbour, as in Python', () => {
  expect([0.5, 1.5, 2.5, 16.5, 17.5, -0.5, -1.5, 2.4, 2.6].map(roundHalfToEven)).toEqual([0, 2, 2, 16, 18, 0, -2, 2, 3]);
});
