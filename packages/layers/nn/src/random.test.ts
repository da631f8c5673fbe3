import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { parameterRandom, seededRandom, undrawn } from './random.ts';

it('draws from [0, 1), and the same sequence for the same seed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [one, other] = [seededRandom(seed), seededRandom(seed)];
      for (let draw = 0; draw < 20; draw++) {
        const value = one();
        expect(value).toBe(other());
        expect(value >= 0 && value < 1).toBe(true);
      }
    }),
  );
});

it('draws what it drew when this was written, so that seeded weights stay the same', () => {
  const random = seededRandom(42);
  expect([random(), random(), random()]).toMatchInlineSnapshot(`
    [
      0.9999999899882823,
      0.8352810686919838,
      0.9980600287672132,
    ]
  `);
});

it('has the mean and the variance of a uniform draw within 1 %', () => {
  const random = seededRandom(1);
  const draws = Array.from({ length: 100_000 }, random);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
  expect(Math.abs(variance * 12 - 1)).toBeLessThan(0.01);
});

it('draws a network from two streams, and nothing for null', () => {
  const { random, attentionRandom } = parameterRandom(7);
  expect([random(), attentionRandom()]).toEqual([seededRandom(7)(), seededRandom(~7)()]);
  expect(parameterRandom(null)).toEqual({ random: undrawn, attentionRandom: undrawn });
});
