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
  measureLikeness,
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

function requireEqual({ centres, similarities }: Likeness, own: Awaited<ReturnType<typeof wanted>>): void {
  expect(centres.values).toHaveLength(own.centres.length);
  centres.values.forEach((value, at) => expect(value).toBeCloseTo(own.centres[at]!, 6));
  similarities.toSorted().forEach((value, at) => expect(value).toBeCloseTo(own.similarities[at]!, 6));
}

const moved = withTrainingFeatures(withEpochs(full(), [3]), { ema: { decay: 0.5, warmUp: true } });
const augmented = { ...moved, stages: moved.stages.map((stage) => ({ ...stage, augment: true })) };

async function likenessOf(judged: JudgedImages): Promise<Likeness | undefined> {
  return 'likeness' in judged ? judged.likeness?.() : undefined;
}

/** A run with what is told to its store, in order. */
async function followed(recipe: Recipe, options: FineTuneOptions = {}) {
  const network = new TinyNetwork();
  const built = tf.memory().numTensors;
  const inner = memoryStore();
  const told: string[] = [];
  const measured: Likeness[] = [];
  const follow = async (name: string, saved: Network, likeness: Likeness | undefined) => {
    told.push(name);
    if (likeness === undefined) return;
    measured.push(likeness);
    requireEqual(likeness, await wanted(saved));
  };
  const store: RunStore = {
    ...inner,
    ...options.store,
    async saveBest(saved, progress, judged) {
      await follow('best', saved, await likenessOf(judged));
      await (options.store ?? inner).saveBest(saved, progress, judged);
    },
    saveBestEma: async (saved, _, judged) => follow('averages', saved, await likenessOf(judged)),
    saveLikeness: (saved, likeness) => follow('likeness', saved, likeness),
  };
  const kinds: string[] = [];
  for await (const { kind } of fineTune(network, data, recipe, { batchSize: 4, ...options, store })) kinds.push(kind);
  expect(tf.memory().numTensors).toBe(built);
  return { network, told, measured, kinds, weights: [...network.fc.weight.dataSync(), ...network.conv1.weight.dataSync()] };
}

it('a stage that keeps what the head is given measures likeness with each best epoch, since it costs nothing', async () => {
  const { told, measured } = await followed(withEpochs(headOnly(), [3]));
  expect(new Set(told)).toEqual(new Set(['best']));
  expect(measured).toHaveLength(told.length);
});

it('a stage that moves the body measures it once, at the end of the run; of averages, which nothing puts back, at once', async () => {
  const { network, told, measured } = await followed(augmented);
  const best = told.filter((name) => name === 'best').length;
  expect(best).toBeGreaterThan(1);
  expect(measured).toHaveLength(told.length - best);
  expect(told.filter((name) => name === 'likeness')).toHaveLength(1);
  expect(told.at(-1)).toBe('likeness');
  requireEqual(await measureLikeness(network, data), await wanted(network));
});

it('the size of a batch decides no bit of it', async () => {
  const network = new TinyNetwork();
  const [one, all] = [await measureLikeness(network, data, { batchSize: 1 }), await measureLikeness(network, data, { batchSize: 64 })];
  expect(one).toEqual(all);
});

it('is refused of images that have no one class', async () => {
  const told = { ...data, task: { kind: 'multi-label' } } as const;
  await expect(measureLikeness(new TinyNetwork(), told)).rejects.toThrow('task must be single-label: images of a multi-label task have no one class');
});

it('a store that does not ask for it costs nothing', async () => {
  const kinds: string[] = [];
  for await (const { kind } of fineTune(new TinyNetwork(), data, withEpochs(full(), [1]), { batchSize: 4 })) kinds.push(kind);
  expect(kinds).not.toContain('likeness');
});

it('a run that is stopped while it is measured goes on with it, and ends with the bits of the uninterrupted run', async () => {
  const recipe = withEpochs(full(), [2]);
  const whole = await followed(recipe, { store: memoryStore() });
  const [store, controller] = [memoryStore(), new AbortController()];
  const loadBest = async (network: Network) => {
    controller.abort(); // what follows is the measuring
    await store.loadBest(network);
  };
  const stopped = await followed(recipe, { store: { ...store, loadBest }, signal: controller.signal });
  expect([stopped.kinds.at(-1), stopped.told.includes('likeness')]).toEqual(['stopped', false]);
  const resumed = await followed(recipe, { store, resume: true });
  expect(resumed.told).toEqual(['likeness']);
  expect([resumed.weights, resumed.measured]).toEqual([whole.weights, whole.measured]);
});
