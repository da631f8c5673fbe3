import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import {
  type Batch,
  type BatchOptions,
  RateSweepError,
  RecipeError,
  type TrainingData,
  findRate,
  full,
  measureBodyRate,
  parseSavedRecipe,
  suggestRate,
  threeStage,
  withBodyRateScale,
  withMeasuredBodyRates,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('suggestRate', () => {
  const rates = Array.from({ length: 100 }, (_, index) => 1e-7 * 1e8 ** (index / 99));

  it('finds the steepest fall, and a valley before the bottom', () => {
    // Flat until 1e-4, down to its bottom at 1e-2, then up.
    const losses = rates.map((rate) => {
      const position = Math.log10(rate);
      return position < -2 ? 2 - 1 / (1 + Math.exp(-4 * (position + 3))) : 1 + (position + 2) ** 2;
    });
    const { valley, steepest } = suggestRate({ rates, losses });
    expect(Math.log10(steepest)).toBeCloseTo(-3, 0);
    expect(valley).toBeGreaterThan(1e-6);
    expect(valley).toBeLessThan(1e-2);
  });
});

describe('findRate', () => {
  it('gives rates that grow evenly and a loss for each, and leaves weights and tensors as they were', async () => {
    const network = new TinyNetwork();
    const valuesOf = () => [...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]);
    const [before, tensors] = [valuesOf(), tf.memory().numTensors];
    const { rates, losses, valley, steepest } = await findRate(network, tinyData(), full(), { steps: 30, batchSize: 4 });
    expect(valuesOf()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(losses).toHaveLength(rates.length);
    expect(rates[0]).toBeCloseTo(1e-7, 15);
    expect(rates[2]! / rates[1]!).toBeCloseTo(rates[1]! / rates[0]!, 8);
    for (const rate of [valley, steepest]) expect(rates).toContain(rate);
  });

  it('a loss that is not finite from the start is an error, and the weights stay', async () => {
    const network = new TinyNetwork();
    network.fc.bias!.assign(tf.fill([3], Number.NaN) as tf.Tensor1D);
    await expect(findRate(network, tinyData(), full(), { steps: 5 })).rejects.toThrow(RateSweepError);
  });

  it('moves only the stage and group that it is told to', async () => {
    const network = new TinyNetwork();
    const { rates } = await findRate(network, tinyData(), threeStage(), { stage: 'all', group: 'attention', steps: 12, batchSize: 4 });
    expect(rates.length).toBeGreaterThan(5);
    await expect(findRate(network, tinyData(), threeStage(), { stage: 'late' })).rejects.toThrow(RecipeError);
    await expect(findRate(network, tinyData(), threeStage(), { stage: 'all', group: 'gates' })).rejects.toThrow(/its groups are head, attention/);
  });
});

describe('measureBodyRate', () => {
  it('keeps the rates where features separate the classes of images as the norms know them, and says the same of the same images; nothing moves', async () => {
    const network = await knowing(tinyData({ train: 29 }));
    const valuesOf = () => [...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]);
    const [before, tensors] = [valuesOf(), tf.memory().numTensors];
    const measured = await measureBodyRate(network, tinyData({ train: 29 }), { batchSize: 4, images: 24 });
    expect(measured).toMatchObject({ bodyRateScale: 1, images: 24 });
    expect(measured.separated).toBeGreaterThan(0.9);
    expect(measured.shift).toBeLessThan(0.04);
    expect(await measureBodyRate(network, tinyData({ train: 29 }), { batchSize: 7, images: 24 })).toEqual(measured);
    expect(valuesOf()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('multiplies the rates of the body alone where they do not, and the recipe holds what was measured', async () => {
    const data = tinyData({ train: 29 });
    const labels = data.train.labels.map((_, index) => Math.floor(index / 3) % 3);
    const mislabelled = {
      ...data,
      train: { ...data.train, labels, batches: changed(data, (batch) => ({ labels: batch.indices.map((index) => labels[index]!) })) },
    };
    const recipe = await withMeasuredBodyRates(threeStage(), { network: await knowing(data), data: mislabelled });
    const { measured } = recipe;
    expect(measured).toMatchObject({ bodyRateScale: 17, images: 29 });
    expect(measured!.shift).toBeLessThan(0.04);
    expect(recipe.stages).toEqual(withBodyRateScale(threeStage(), 17).stages);
    expect(parseSavedRecipe(stringify(recipe))).toEqual(recipe);
  });

  it('multiplies them where the images are unlike those that the norms know, however well their classes are separated', async () => {
    const data = tinyData({ train: 29 });
    const contrasty = { ...data, train: { ...data.train, batches: changed(data, ({ images }) => ({ images: images.map((value) => 3 * value) })) } };
    const measured = await measureBodyRate(await knowing(data), contrasty);
    expect(measured).toMatchObject({ bodyRateScale: 17, images: 29 });
    expect(measured.separated).toBeGreaterThan(0.9);
    expect(measured.shift).toBeGreaterThan(0.2);
  });

  it('is asked of images with several labels by how far they lie alone, since no class separates them', async () => {
    const data = { ...tinyData({ train: 29 }), task: { kind: 'multi-label' as const } };
    const measured = await measureBodyRate(await knowing(data), data);
    expect(measured).not.toHaveProperty('separated');
    expect(measured).toMatchObject({ bodyRateScale: 1, images: 29 });
  });

  it('looks at an image once, though the order of balanced classes shows it twice, and tells how far it is', async () => {
    const data = tinyData({ train: 29 });
    const [network, told] = [await knowing(data), [] as number[]];
    const twice = async function* (options: BatchOptions) {
      for await (const batch of data.train.batches({ ...options, shuffle: false })) yield* [batch, batch];
    };
    const plainly = await measureBodyRate(network, data);
    const measured = await measureBodyRate(network, { ...data, train: { ...data.train, batches: twice } }, { onProgress: (done) => told.push(done) });
    expect(measured).toEqual(plainly);
    expect(told).toEqual([16, 29]);
  });

  it('ends with the reason of its signal', async () => {
    const data = tinyData({ train: 29 });
    await expect(withMeasuredBodyRates(threeStage(), { network: new TinyNetwork(), data }, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  });
});

/** A network whose running statistics are those of the images. */
async function knowing(data: TrainingData): Promise<TinyNetwork> {
  const network = new TinyNetwork();
  for (let pass = 0; pass < 100; pass++)
    for await (const { images, shape } of data.train.batches({ batchSize: data.train.size }))
      tf.tidy(() => network.forward(tf.tensor4d(images, [...shape]), { training: true, frozen: new Set(), random: () => 0.5 }));
  return network;
}

function changed(data: TrainingData, change: (batch: Batch) => Partial<Batch>): TrainingData['train']['batches'] {
  return async function* (options) {
    for await (const batch of data.train.batches(options)) yield { ...batch, ...change(batch) };
  };
}
