import { expect, it } from 'vitest';

import { rankByLoss, topKAccuracy } from './ranking.ts';

const predictions = {
  classes: 3,
  labels: Int32Array.of(0, 1, 2, 2),
  probabilities: Float32Array.of(0.5, 0.25, 0.25, 0.5, 0.5, 0, 0.75, 0.25, 0, 0, 0.25, 0.75),
};

it('puts the image whose class is least probable first', () => {
  expect(rankByLoss(predictions, { most: 2 })).toEqual([2, 0]);
  expect(rankByLoss(predictions, { most: 1, easiest: true })).toEqual([3]);
});

it('counts of two equally probable classes the first as the more probable', () => {
  expect(topKAccuracy(predictions, 1)).toBe(0.5);
  expect(topKAccuracy(predictions, 2)).toBe(0.75);
});
