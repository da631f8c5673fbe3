import { expect, it } from 'vitest';

import { classFigures, confusionMatrix, mostConfused } from './confusion.ts';

const labels = Int32Array.of(0, 0, 0, 1, 1, 1, 1);
const predictions = Int32Array.of(0, 1, 1, 1, 1, 0, 1);

it('has true classes as rows', () => {
  expect(confusionMatrix(labels, predictions, 2)).toEqual([
    [1, 2],
    [1, 3],
  ]);
});

it('says null where a share would be one of nothing', () => {
  const figures = classFigures(confusionMatrix(labels, predictions, 3));
  expect(figures[2]).toEqual({ images: 0, predicted: 0, precision: null, recall: null, f1: null });
});

it('lists mistakes, most frequent first, never hits', () => {
  expect(mostConfused(confusionMatrix(labels, predictions, 2))).toEqual([
    { label: 0, prediction: 1, images: 2, share: 2 / 3 },
    { label: 1, prediction: 0, images: 1, share: 1 / 4 },
  ]);
});
