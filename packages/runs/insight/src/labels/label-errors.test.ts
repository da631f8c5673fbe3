import { expect, it } from 'vitest';

import { findLabelErrors } from './label-errors.ts';

// Thresholds, means over the images of each label: class 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1
// (0.7 + 0.55) / 2 = 0.625.
const labels = Int32Array.of(0, 0, 0, 1, 1);
const probabilities = Float32Array.of(0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.45, 0.55);

it('names the image that counts as one of another class: p ≥ the mean of those that are labelled so', () => {
  const [error, ...others] = findLabelErrors({ classes: 2, labels, probabilities });
  expect(others).toEqual([]);
  expect(error).toMatchObject({ image: 2, label: 0, suggested: 1 });
  expect(error!.labelProbability).toBeCloseTo(0.1, 6);
});

it('ranks by the probability of the label less that of the best other class', () => {
  const two = {
    classes: 2,
    labels: Int32Array.of(0, 0, 0, 0, 1, 1),
    probabilities: Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.3, 0.7, 0.1, 0.9, 0.4, 0.6, 0.4, 0.6),
  };
  expect(findLabelErrors(two).map(({ image }) => image)).toEqual([3, 2]);
});

it('suggests no class that no image is labelled with', () => {
  expect(findLabelErrors({ classes: 3, labels: Int32Array.of(0, 1), probabilities: Float32Array.of(0.2, 0.1, 0.7, 0.1, 0.3, 0.6) })).toEqual([]);
});
