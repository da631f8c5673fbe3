import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import {
  type BatchOptions,
  type FineTuneOptions,
  type KnownFeatures,
  type TrainingData,
  fineTune,
  measureBodyRate,
  memoryStore,
  planRecipe,
  threeStage,
  withEpochs,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Training data that tells how many training images are read without augmentation. */
function watched(): { readonly data: TrainingData; readonly plain: () => number } {
  const data = tinyData({ train: 14 });
  let plain = 0;
  async function* batches(options: BatchOptions) {
    for await (const batch of data.train.batches(options)) {
      if (options.augment !== true) plain += batch.indices.length;
      yield batch;
    }
  }
  return { data: { ...data, train: { ...data.train, batches } }, plain: () => plain };
}

/** What a measurement of so many images has computed. */
async function known(images: number): Promise<KnownFeatures> {
  let features: KnownFeatures | undefined;
  await measureBodyRate(new TinyNetwork(), tinyData({ train: 14 }), { images, batchSize: 4, onFeatures: (given) => (features = given) });
  return features!;
}

/** Losses and weights after training, how many images the run read for its features,
 * and the tensors that are left. */
async function trained(epochs: readonly number[], options: FineTuneOptions) {
  const [before, network, { data, plain }] = [tf.memory().numTensors, new TinyNetwork(), watched()];
  const losses: number[] = [];
  for await (const event of fineTune(network, data, withEpochs(threeStage(), epochs), { batchSize: 4, ...options }))
    if (event.kind === 'step') losses.push(event.loss);
  const weights = [...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]);
  return { losses, weights, read: plain(), tensors: tf.memory().numTensors - before };
}

it('a measurement gives what the head stage would compute: of each image once, behind all that stands still in it', async () => {
  const { depth, rows, shape } = await known(14);
  expect([...rows.keys()].toSorted((a, b) => a - b)).toEqual([...Array(14).keys()]);
  expect(depth).toBe(planRecipe(new TinyNetwork(), threeStage())[0]!.still);
  expect([...rows.values()].map(({ length }) => length)).toEqual(Array(14).fill(shape.reduce((product, size) => product * size, 1)));
});

it.each([
  { images: 14, epochs: [2, 1, 0], read: 0 },
  { images: 14, epochs: [1, 1, 0], read: 0 },
  { images: 9, epochs: [2, 1, 0], read: 14 },
])('handed to a run, features of $images of 14 images are used: the run is equal to the bit ($epochs)', async ({ images, epochs, read }) => {
  const [alone, features] = [await trained(epochs, {}), await known(images)];
  expect(await trained(epochs, { features })).toEqual({ ...alone, read });
  expect(features.rows.size).toBe(0);
});

it('a stage that does not begin the training, or reads images at another depth, computes its own', async () => {
  const late = await trained([0, 2, 0], {});
  expect(await trained([0, 2, 0], { features: await known(14) })).toEqual(late);
});

it('a resumed run computes its own: its weights are those of its checkpoint', async () => {
  const { read } = await trained([2, 1, 0], { features: await known(14), resume: true, store: memoryStore() });
  expect(read).toBe(14);
});
