import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  RecipeError,
  type TrainingData,
  TrainingDataError,
  UnknownOptionError,
  defineRecipe,
  evaluate,
  findRate,
  fineTune,
  headOnly,
  layerDecay,
  surgical,
  threeStage,
  trainingData,
  withTrainingFeatures,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Calls it as JavaScript would, with whatever there is. */
async function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => null,
    (error: unknown) => error,
  );
}

function rulesOf(data: object): string[] {
  try {
    trainingData(data as TrainingData);
  } catch (error) {
    if (error instanceof TrainingDataError) return error.faults.map(({ part, rule }) => `${part} ${rule}`);
    throw error;
  }
  return [];
}

describe('trainingData', () => {
  it('hands on data that is complete', () => {
    const data = tinyData();
    expect(trainingData(data)).toBe(data);
  });

  it('names all that is missing at once, and so does fineTune', async () => {
    const { validation: _, ...rest } = tinyData();
    expect(rulesOf(rest)).toEqual(['validation must be a split: { size, labels, batches, batchIndices }']);
    expect(rulesOf({})).toEqual([
      'classes must be the names of the classes, at least one',
      'train must be a split: { size, labels, batches, batchIndices }',
      'validation must be a split: { size, labels, batches, batchIndices }',
    ]);
    const failure = await failureOf(() => fineTune(new TinyNetwork(), rest as TrainingData, headOnly()).next());
    expect(failure).toBeInstanceOf(TrainingDataError);
    expect((failure as Error).message).toBe('The training data is incomplete: validation must be a split: { size, labels, batches, batchIndices }.');
  });

  it.each([
    ['train.size must be the number of images, at least one', { size: 0 }],
    ['train.labels must have one class index for each image', { labels: Int32Array.of(0, 1) }],
    ['train.labels must be class indices from 0 to 2', { labels: new Int32Array(14).fill(3) }],
    ['train.batches must be a function of BatchOptions that gives batches one after another', { batches: undefined }],
    ['train.batchIndices must be a function of BatchOptions that gives the images of each batch', { batchIndices: [] }],
  ])('refuses a split: %s', (rule, change) => {
    const data = tinyData();
    expect(rulesOf({ ...data, train: { ...data.train, ...change } })).toContain(rule);
  });
});

describe('an option that does not exist', () => {
  it('is refused with the one that was meant, before anything moves', async () => {
    const options: object = { batchsize: 8, checkpoint: 4 };
    const failure = await failureOf(() => fineTune(new TinyNetwork(), tinyData(), headOnly(), options).next());
    expect(failure).toBeInstanceOf(UnknownOptionError);
    expect((failure as Error).message).toMatch(
      /^fineTune: "batchsize" is not an option: did you mean "batchSize"\? The options are .*; "checkpoint" is not an option: the options are plan, batchSize, /,
    );
  });

  it('is refused by evaluate and findRate as well', async () => {
    const [data, network] = [tinyData(), new TinyNetwork()];
    const ofEvaluate: object = { batchSise: 8 };
    const ofFindRate: object = { step: 8 };
    expect(String(await failureOf(() => evaluate(network, data.validation, ofEvaluate)))).toMatch(
      /evaluate: "batchSise" is not an option: did you mean "batchSize"/,
    );
    expect(String(await failureOf(() => findRate(network, data, headOnly(), ofFindRate)))).toMatch(/findRate: "step" is not an option: did you mean "steps"/);
  });

  it('is refused by the recipes that take options', async () => {
    const [network, misspelt]: [TinyNetwork, object] = [new TinyNetwork(), { decai: 0.5, sead: 1 }];
    expect(() => layerDecay(network, misspelt)).toThrow('layerDecay: "decai" is not an option: did you mean "decay"?');
    expect(String(await failureOf(() => surgical(network, tinyData(), misspelt)))).toMatch(/"sead" is not an option: did you mean "seed"\?/);
  });

  it('is refused by what adjusts a recipe', () => {
    const misspelt: object = { labelSmothing: 0.1 };
    expect(() => withTrainingFeatures(headOnly(), misspelt)).toThrow('withTrainingFeatures: "labelSmothing" is not an option: did you mean "labelSmoothing"?');
  });
});

describe('a recipe whose rates are still to be measured', () => {
  it('is refused before anything moves, with the ways out', async () => {
    const failure = await failureOf(() => fineTune(new TinyNetwork(), tinyData(), { ...threeStage(), bodyRates: 'measured' }).next());
    expect(failure).toBeInstanceOf(RecipeError);
    expect((failure as Error).message).toMatch(/bodyRates: are to be measured.*withMeasuredBodyRates.*withBodyRateScale\(recipe, 1\)/);
  });

  it('cannot say what was measured already', () => {
    const measured = { bodyRateScale: 3, images: 8 };
    expect(() => defineRecipe({ ...threeStage(), bodyRates: 'measured', measured })).toThrow(/bodyRates: stands beside measured/);
    expect(defineRecipe({ ...threeStage(), bodyRates: 'measured' }).bodyRates).toBe('measured');
  });
});
