import { pixelDataset } from '@attune/data';
import { expect, test } from 'vitest';

import { nearestNeighbourAccuracy } from './nearest-neighbour.ts';

/** Pictures of 8 × 8 pixels, each of one gray. */
function grays(values: readonly number[], labels: readonly number[]) {
  const pixels = Uint8Array.from(values.flatMap((value) => Array.from({ length: 8 * 8 * 3 }, () => value)));
  return { pixels, labels: Int32Array.from(labels), width: 8, height: 8 };
}

test('each image takes the label of the training image whose pixels are nearest', async () => {
  const dataset = pixelDataset({
    classes: ['dark', 'bright'],
    train: grays([10, 60, 200, 250], [0, 0, 1, 1]),
    validation: grays([0, 120, 140, 255], [0, 0, 0, 1]),
  });
  expect(await nearestNeighbourAccuracy(dataset)).toBe(0.75);
});

test('no training image that is nearer is passed over for the means of its squares', async () => {
  let state = 7;
  const noise = (count: number) => ({
    pixels: Uint8Array.from({ length: count * 300 }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24),
    labels: Int32Array.from({ length: count }, (_, index) => index % 5),
    width: 10,
    height: 10,
  });
  const [train, validation] = [noise(60), noise(40)];
  const distance = (one: number, other: number) =>
    Array.from({ length: 300 }, (_, at) => (validation.pixels[one * 300 + at]! - train.pixels[other * 300 + at]!) ** 2).reduce((sum, square) => sum + square);
  const nearest = Array.from(validation.labels, (_, one) =>
    Array.from(train.labels, (__, other) => other).reduce((best, other) => (distance(one, other) < distance(one, best) ? other : best)),
  );
  const right = nearest.filter((other, one) => train.labels[other] === validation.labels[one]).length;
  const dataset = pixelDataset({ classes: ['a', 'b', 'c', 'd', 'e'], train, validation, preprocessing: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } });
  expect(await nearestNeighbourAccuracy(dataset)).toBe(right / 40);
});
