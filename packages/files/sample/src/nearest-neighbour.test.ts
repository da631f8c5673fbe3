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
