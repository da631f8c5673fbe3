import { expect, it } from 'vitest';

import { ClassMeans, similarityToNearest } from './class-centres.ts';

const means = new ClassMeans(3);
means.add(0, Float32Array.of(2, 0));
means.add(0, Float32Array.of(0, 5));
means.add(2, Float32Array.of(0, 3));
means.add(2, Float32Array.of(0, 0));

it('a centre is the direction of the mean of directions, whatever the lengths; zeros where a class has none', () => {
  const { width, values } = means.centres();
  expect(width).toBe(2);
  expect(values).toEqual(Float32Array.of(Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0, 1));
});

it.each([
  [[7, 7], 1],
  [[0, 2], 1],
  [[3, 0], Math.SQRT1_2],
  [[-1, -1], 0],
  [[0, 0], 0],
])('the similarity of %j to the nearest centre is %d', (embedding, similarity) => {
  expect(similarityToNearest(means.centres(), Float32Array.from(embedding))).toBeCloseTo(similarity, 6);
});
