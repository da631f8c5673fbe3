import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { defineRecipe, planStage, stageWork } from '../src/index.ts';
import { TinyNetwork } from './tiny.ts';

const size = { segments: [100, 50, 10], trainImages: 14, validationImages: 9 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function headWork(settings: object) {
  const groups = [{ name: 'head', select: 'head', learningRate: 1 }];
  const { stages } = defineRecipe({ name: 'r', stages: [{ name: 's', epochs: 4, augment: false, groups, ...settings }] });
  return stageWork(planStage(new TinyNetwork(), stages[0]!), size);
}

it('frozen segments count once for each image, what trains three times in each epoch, validation once', () => {
  expect(headWork({})).toEqual({ features: { train: 14 * 150, validation: 9 * 150 }, epoch: 14 * 3 * 10 + 9 * 10 });
});

it('augmented views count each, and with none kept each epoch counts anew', () => {
  expect(headWork({ augment: true, augmentedViews: 2 }).features.train).toBe(14 * 2 * 150);
  expect(headWork({ augment: true })).toEqual({ features: { train: 0, validation: 9 * 150 }, epoch: 14 * (150 + 3 * 10) + 9 * 10 });
});

it('norms that follow the batches leave nothing to keep, and a stage of no epochs is no work', () => {
  expect(headWork({ batchNorm: 'update' })).toEqual({ features: { train: 0, validation: 0 }, epoch: 14 * (150 + 3 * 10) + 9 * 160 });
  expect(headWork({ epochs: 0 })).toEqual({ features: { train: 0, validation: 0 }, epoch: 0 });
});
