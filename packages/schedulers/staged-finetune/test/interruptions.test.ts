import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  type FeatureSpill,
  type FineTuneEvent,
  type FineTuneOptions,
  type Recipe,
  type RunStore,
  type TrainingCheckpoint,
  type TrainingData,
  defineRecipe,
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

const weightsOf = (network: TinyNetwork) => Object.fromEntries([...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));

interface Asked extends FineTuneOptions {
  readonly data?: TrainingData;
  /** Stops the run at the first of these events whose number is reached. */
  readonly stopAt?: { readonly kind: FineTuneEvent['kind']; readonly count: number };
}

/** The weights that a run leaves behind; its network begins with others when it is resumed. */
async function weightsAfter(recipe: Recipe, { data = tinyData(), stopAt, ...options }: Asked): Promise<Record<string, number[]>> {
  const network = new TinyNetwork({ seed: options.resume === true ? 99 : 0 });
  const controller = new AbortController();
  let seen = 0;
  for await (const { kind } of fineTune(network, data, recipe, { batchSize: 4, seed: 7, signal: controller.signal, ...options })) {
    if (kind === stopAt?.kind && ++seen === stopAt.count) controller.abort();
  }
  return weightsOf(network);
}

/** A store that counts what is left open of a spill. */
function countedSpill(): { readonly spill: FeatureSpill; readonly open: () => number } {
  let open = 0;
  const spill: FeatureSpill = {
    async open(numbers) {
      const kept = new Float32Array(numbers);
      open += 1;
      return {
        write: async (position, values) => kept.set(values, position),
        read: async (position, values) => values.set(kept.subarray(position, position + values.length)),
        close: async () => void (open -= 1),
      };
    },
  };
  return { spill, open: () => open };
}

/** Gives no numbers in the training batches of that number. */
function brokenAt(...broken: number[]): TrainingData {
  const data = tinyData();
  let served = 0;
  async function* batches(options: Parameters<TrainingData['train']['batches']>[0]) {
    for await (const batch of data.train.batches(options)) {
      served += 1;
      yield broken.includes(served) ? { ...batch, images: batch.images.map(() => Number.NaN) } : batch;
    }
  }
  return { ...data, train: { ...data.train, batches } };
}

const averaged = withTrainingFeatures(withEpochs(headOnly(), [4]), { ema: { decay: 0.9, warmUp: true } });

function averagesOf({ tensors }: TrainingCheckpoint): [string, number[]][] {
  return [...tensors].filter(([name]) => name.startsWith('ema.')).map(([name, { values }]) => [name, [...values]]);
}

describe('a run that is interrupted', () => {
  it('while features are computed for the second time, keeps the moving averages of its checkpoint', async () => {
    const averages: (readonly number[])[] = [];
    const store: RunStore = { ...memoryStore(), saveBestEma: async (network) => void averages.push(weightsOf(network as TinyNetwork)['fc.weight']!) };
    await weightsAfter(averaged, { store });
    const whole = averages.splice(0);
    await weightsAfter(averaged, { store, stopAt: { kind: 'step', count: 3 } });
    await weightsAfter(averaged, { store, resume: true, stopAt: { kind: 'features', count: 1 } });
    await weightsAfter(averaged, { store, resume: true });
    expect(whole.length).toBeGreaterThan(0);
    expect(averages).toEqual(whole);
  });

  it('while features are computed, or at any later step, gives back the room that it was given for them', async () => {
    const recipe = withEpochs(headOnly(), [2]);
    for (const stopAt of [1, 4, 5].map((count) => ({ kind: 'features', count }) as const)) {
      const { spill, open } = countedSpill();
      await weightsAfter(recipe, { spill, cacheBytes: 1, stopAt });
      expect(open(), `stopped at features ${stopAt.count}`).toBe(0);
    }
    const { spill, open } = countedSpill();
    await weightsAfter(recipe, { spill, cacheBytes: 1, stopAt: { kind: 'step', count: 2 } });
    expect(open()).toBe(0);
  });

  it('in a first stage with an optimizer of its own, goes on with that optimizer to the bits of the uninterrupted run', async () => {
    const recipe = withEpochs(full(), [2]);
    const [stage] = recipe.stages;
    const own = defineRecipe({ ...recipe, stages: [{ ...stage!, optimizer: { kind: 'adamw' } }] });
    const whole = await weightsAfter(own, {});
    expect(whole).not.toEqual(await weightsAfter(recipe, {}));
    const store = memoryStore();
    await weightsAfter(own, { store, stopAt: { kind: 'step', count: 3 } });
    expect(await weightsAfter(own, { store, resume: true })).toEqual(whole);
  });
});

describe('a run that goes back', () => {
  const recipe = withTrainingFeatures(withEpochs(full(), [3]), { ema: { decay: 0.9, warmUp: true } });

  it('saves the moving averages that it went back to', async () => {
    const saved: TrainingCheckpoint[] = [];
    const memory = memoryStore();
    const store: RunStore = { ...memory, saveCheckpoint: async (checkpoint) => (saved.push(checkpoint), memory.saveCheckpoint(checkpoint)) };
    await weightsAfter(recipe, { store, onNonFinite: 'rewind', data: brokenAt(7) });
    const again = saved.findIndex(({ progress }) => progress.rateFactor === 0.5);
    expect(averagesOf(saved[again]!).length).toBeGreaterThan(0);
    expect(averagesOf(saved[again]!)).toEqual(averagesOf(saved[again - 1]!));
  });

  it('leaves no tensor of the search for the fault', async () => {
    const { numTensors } = tf.memory();
    await weightsAfter(recipe, { onNonFinite: 'rewind', data: brokenAt() });
    const ofOneRun = tf.memory().numTensors - numTensors;
    await weightsAfter(recipe, { onNonFinite: 'rewind', data: brokenAt(3, 7) });
    expect(tf.memory().numTensors - numTensors).toBe(2 * ofOneRun);
  });
});
