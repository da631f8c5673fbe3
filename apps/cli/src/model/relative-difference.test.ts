import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { relativeDifference } from './relative-difference.ts';

it.each<[number[], number[], number]>([
  [[], [], 0],
  [[1, -4], [1, -4], 0],
  [[1, -4], [1.5, -4], 0.125],
  [[-4, 1], [-4, 0], 0.25],
  [[0, 0], [0, 0.5], 0.5],
  [[0], [-0], 0],
  [[Number.NaN, Infinity, 2], [Number.NaN, Infinity, 1], 0.5],
  [[Number.NaN], [0], Infinity],
  [[1], [Number.NaN], Infinity],
  [[Infinity], [-Infinity], Infinity],
  [[1], [Infinity], Infinity],
  [[1, 2], [1], Infinity],
])('of %j and %j is %d', (reference, values, expected) => {
  expect(relativeDifference(reference, values)).toBe(expected);
});

it('is never a NaN, and 0 of any list to itself', () => {
  const list = fc.float32Array({ maxLength: 8 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      expect(relativeDifference(a, b)).toBeGreaterThanOrEqual(0);
      expect(relativeDifference(a, a)).toBe(0);
    }),
  );
});
