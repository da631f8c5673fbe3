import '@tensorflow/tfjs-backend-cpu';
import { type Network, evaluation, pooledFeatures, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import {
  type FineTuneOptions,
  type JudgedImages,
  type Likeness,
  type Recipe,
  type RunStore,
  type Split,
  fineTune,
  full,
  headOnly,
  memoryStore,
  withEpochs,
  withTrainingFeatures,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const data = tinyData({ varies: true });

/** Directions of the embeddings of a split, [size][C]. */
async function directions(network: Network, split: Split): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const { images, shape } of split.batches({ batchSize: split.size })) {
    const embeddings = tf.tidy(() => pooledFeatures(runSegments(network.segments().slice(0, -1), tf.tensor4d(images, [...shape]), evaluation)).arraySync());
    for (const row of embeddings) rows.push(row.map((value) => value / Math.hypot(...row)));
  }
  return rows;
}

/** Centres and similarities from all images at once, in plain arithmetic. */
async function wanted(network: Network): Promise<{ readonly centres: number[]; readonly similarities: number[] }> {
  const rows = await directions(network, data.train);
  const centres = data.classes.map((_, label) => {
    const own = rows.filter((_row, image) => data.train.labels[image] === label);
    const mean = own[0]!.map((_value, column) => own.reduce((sum, row) => sum + row[column]!, 0) / own.length);
    return mean.map((value) => value / Math.hypot(...mean));
  });
  const toNearest = (row: number[]) => Math.max(...centres.map((centre) => centre.reduce((sum, value, column) => sum + value * row[column]!, 0)));
  return { centres: centres.flat(), similarities: (await directions(network, data.validation)).map(toNearest).sort() };
}

async function likenessOf(judged: JudgedImages): Promise<Likeness> {
  if ('likeness' in judged) return judged.likeness();
  throw new Error('These images are not of one class.');
}

const augmented = withTrainingFeatures(withEpochs(full(), [2]), { ema: { decay: 0.5, warmUp: true } });

it.each([
  ['a stage that keeps what the head is given', withEpochs(headOnly(), [2])],
  ['a stage that moves everything and augments', { ...augmented, stages: augmented.stages.map((stage) => ({ ...stage, augment: true })) }],
])('centres and similarities of %s equal those of all images without augmentation within 1e-6, of averages too', async (_, recipe: Recipe) => {
  let compared = 0;
  const compare = async (network: Network, judged: JudgedImages) => {
    const [{ centres, similarities }, own] = [await likenessOf(judged), await wanted(network)];
    expect(centres.values).toHaveLength(own.centres.length);
    centres.values.forEach((value, at) => expect(value).toBeCloseTo(own.centres[at]!, 6));
    similarities.toSorted().forEach((value, at) => expect(value).toBeCloseTo(own.similarities[at]!, 6));
    compared += 1;
  };
  const network = new TinyNetwork();
  const built = tf.memory().numTensors;
  const store: RunStore = { ...memoryStore(), saveBest: (best, __, judged) => compare(best, judged), saveBestEma: (best, __, judged) => compare(best, judged) };
  for await (const event of fineTune(network, data, recipe, { batchSize: 4, store: { ...store, loadBest: async () => {} } }))
    expect(event.kind).not.toBe('stopped');
  expect(compared).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(built);
});

it('a run that is stopped while they are measured tries the epoch again, and ends with the bits of the uninterrupted run', async () => {
  const recipe = withEpochs(full(), [2]);
  const trained = async (options: FineTuneOptions, stopsAt?: AbortController) => {
    const network = new TinyNetwork();
    const kept = options.store!;
    const saveBest: RunStore['saveBest'] = async (best, progress, judged) => {
      stopsAt?.abort();
      await likenessOf(judged);
      await kept.saveBest(best, progress, judged);
    };
    const kinds: string[] = [];
    for await (const { kind } of fineTune(network, data, recipe, { batchSize: 4, ...options, store: { ...kept, saveBest } })) kinds.push(kind);
    return { kinds, weights: [...network.fc.weight.dataSync(), ...network.conv1.weight.dataSync()] };
  };
  const whole = await trained({ store: memoryStore() });
  const [store, controller] = [memoryStore(), new AbortController()];
  const { kinds } = await trained({ store, signal: controller.signal }, controller);
  expect([kinds.at(-1), kinds.includes('epoch-end')]).toEqual(['stopped', false]);
  expect((await trained({ store, resume: true })).weights).toEqual(whole.weights);
});
