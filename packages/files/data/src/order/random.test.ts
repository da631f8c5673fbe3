import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { keyedRandom, permutation } from './random.ts';

const eightDraws = (...keys: number[]) => Array.from({ length: 8 }, keyedRandom(...keys));

test('the same keys give the same sequence, and other keys another', () => {
  expect(eightDraws(1, 2, 3)).toEqual(eightDraws(1, 2, 3));
  const sequences = [eightDraws(1, 2, 3), eightDraws(1, 2, 4), eightDraws(1, 3, 2), eightDraws(2, 1, 3), eightDraws(1, 2), eightDraws(2 ** 32 + 1, 2, 3)];
  expect(new Set(sequences.map(String)).size).toBe(sequences.length);
});

test('first draws of neighbouring keys are uniform in [0, 1): mean 0.5 ± 0.01, variance 1/12 ± 0.005 over 10,000', () => {
  const draws = Array.from({ length: 10_000 }, (_, index) => keyedRandom(2, 0, 0, index)());
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.005);
});

test('a permutation holds every number once', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer(), (size, key) => {
      expect([...permutation(size, keyedRandom(key))].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => index));
    }),
  );
});
