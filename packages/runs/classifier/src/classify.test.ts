import { startBackend } from '@attune/backend';
import { evaluation, stateDict } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { ClassNamesError, NonFiniteOutputError, classify, embed } from './index.ts';

beforeAll(() => startBackend('cpu'));

const network = () => resnet20({ classes: 3, seed: 1 });
const images = () => tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], -1, 1, 'float32', 5);

describe('classify', () => {
  it('gives the softmax of the logits for each image, most probable first', async () => {
    const [model, input] = [network(), images()];
    const expected = (await tf.softmax(model.forward(input, evaluation)).array()) as number[][];
    const guesses = await classify(model, input, { classes: ['a', 'b', 'c'] });
    for (const [image, row] of guesses.entries()) {
      expect(row.map(({ probability }) => probability)).toEqual(expected[image]!.toSorted((a, b) => b - a));
      for (const { index, className, probability } of row) expect([className, probability]).toEqual(['abc'[index], expected[image]![index]]);
    }
  });

  it('numbers classes without names, and gives as many guesses as asked for', async () => {
    const [first] = await classify(network(), images(), { top: 1 });
    expect(first).toEqual([{ index: first![0]!.index, className: String(first![0]!.index), probability: first![0]!.probability }]);
  });

  it('puts the lower index first among equals', async () => {
    const model = network();
    for (const variable of stateDict(model).values()) variable.assign(tf.zerosLike(variable));
    const [guesses] = await classify(model, images());
    expect(guesses!.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('refuses names that are not as many as the classes', async () => {
    const error = await classify(network(), images(), { classes: ['a', 'b'] }).catch((cause: unknown) => cause);
    expect(ClassNamesError.isInstance(error) && [error.given, error.expected]).toEqual([2, 3]);
  });

  it('refuses an option that does not exist', async () => {
    const misspelt: object = { tops: 1 };
    await expect(classify(network(), images(), misspelt)).rejects.toThrow('classify: "tops" is not an option: did you mean "top"?');
  });
});

it.each([classify, embed])('%o names the image whose output is not finite', async (use) => {
  const input = tf.tidy(() => tf.concat([tf.zeros<tf.Rank.R4>([1, 32, 32, 3]), tf.fill<tf.Rank.R4>([1, 32, 32, 3], NaN)]));
  const error = await (use as typeof embed)(network(), input).catch((cause: unknown) => cause);
  expect(NonFiniteOutputError.isInstance(error) && error.image).toBe(1);
});

it('leaves no tensor behind', async () => {
  const [model, input] = [network(), images()];
  await classify(model, input);
  const before = tf.memory().numTensors;
  await classify(model, input);
  await embed(model, input);
  expect(tf.memory().numTensors).toBe(before);
});
