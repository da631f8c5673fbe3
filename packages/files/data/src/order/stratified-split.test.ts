import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { stratifiedSplit } from './stratified-split.ts';

test('D11: of 10 + 10 images sorted by class, a fifth is two of each, the same ones each time', () => {
  const labels = Int32Array.from({ length: 20 }, (_, index) => (index < 10 ? 0 : 1));
  const { train, validation } = stratifiedSplit(labels, { validationFraction: 0.2, seed: 0 });
  expect([...validation].map((index) => labels[index])).toEqual([0, 0, 1, 1]);
  expect([...train, ...validation].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(stratifiedSplit(labels, { validationFraction: 0.2, seed: 0 }).validation).toEqual(validation);
  expect(stratifiedSplit(labels, { validationFraction: 0.2, seed: 1 }).validation).not.toEqual(validation);
});

test('every class is in both parts, and the parts cover without overlap, for any labels that occur twice', () => {
  const counts = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(counts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.integer(), (classes, validationFraction, seed) => {
      const labels = Int32Array.from(classes.flatMap((count, label) => Array.from({ length: count }, () => label)));
      const { train, validation } = stratifiedSplit(labels, { validationFraction, seed });
      for (const part of [train, validation]) expect(new Set([...part].map((index) => labels[index])).size).toBe(classes.length);
      expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    }),
  );
});
