import { Conv2d, Linear, defineNetwork, seededRandom, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { defineRecipe, fineTune } from '../src/index.ts';
import { tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const group = (select: string) => [{ name: select, select, learningRate: 0.1 }];

it('a network that defineNetwork made is trained stage by stage, as every other', async () => {
  const random = seededRandom(3);
  const network = defineNetwork({
    architecture: 'own',
    classes: 3,
    fields: {
      conv1: new Conv2d({ inChannels: 3, outChannels: 4, kernelSize: 3, padding: 1, bias: false, random }),
      fc: new Linear({ inFeatures: 4, outFeatures: 3, random }),
    },
    segments: ({ conv1, fc }) => [
      { name: 'stem', fields: ['conv1'], forward: (images, context) => tf.relu(conv1.forward(images as tf.Tensor4D, context)) },
      { name: 'head', fields: ['fc'], forward: (features, context) => fc.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context) },
    ],
  });
  const state = () => Object.fromEntries([...stateDict(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));
  const recipe = defineRecipe({
    name: 'two',
    stages: [
      { name: 'head', epochs: 2, groups: group('head') },
      { name: 'all', epochs: 8, groups: group('rest') },
    ],
  });
  const before = state();
  const losses: number[] = [];
  let afterHead = before;
  for await (const event of fineTune(network, tinyData(), recipe, { batchSize: 4, seed: 7 })) {
    if (event.kind === 'stage-end' && event.stage === 'head') afterHead = state();
    if (event.kind === 'epoch-end') losses.push(event.result.trainLoss);
  }
  expect(afterHead['conv1.weight']).toEqual(before['conv1.weight']);
  expect(afterHead['fc.weight']).not.toEqual(before['fc.weight']);
  expect(state()['conv1.weight']).not.toEqual(before['conv1.weight']);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});
