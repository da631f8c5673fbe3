import { startBackend } from '@attune/backend';
import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import {
  BatchMemoryError,
  type FineTuneEvent,
  type FineTuneOptions,
  type Recipe,
  findRate,
  fineTune,
  full,
  headOnly,
  threeStage,
  withBatchNorm,
  withEpochs,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

let asItWas = () => {};
afterEach(() => asItWas());

/** Lets the backend's memory end so many bytes beyond what is held, and the part of it
 * that is kept for
 * holes. */
function endMemoryAfter(bytes: number): void {
  const backend = tf.backend();
  const memory = backend.memory.bind(backend);
  const { usedBytes } = (tf.memory() as unknown as { bounded: { usedBytes: number } }).bounded;
  const limitBytes = (usedBytes + bytes) * (32 / 31);
  const spy = vi.spyOn(backend, 'memory').mockImplementation(() => {
    const info = memory() as unknown as { bounded: object };
    return { ...info, bounded: Object.defineProperty(Object.create(info.bounded), 'limitBytes', { value: limitBytes }) } as never;
  });
  asItWas = () => spy.mockRestore();
}

async function run(network: TinyNetwork, recipe: Recipe, options: FineTuneOptions = {}): Promise<FineTuneEvent[]> {
  const events: FineTuneEvent[] = [];
  for await (const event of fineTune(network, tinyData({ train: 42 }), recipe, { batchSize: 24, seed: 3, ...options })) events.push(event);
  return events;
}

const splits = (events: readonly FineTuneEvent[]) => events.filter((event) => event.kind === 'split');
const losses = (events: readonly FineTuneEvent[]) => events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));
const validationLosses = (events: readonly FineTuneEvent[]) => events.flatMap((event) => (event.kind === 'epoch-end' ? [event.result.validationLoss] : []));
const weightsOf = (network: TinyNetwork) => [...namedVariables(network)].map(([, variable]) => variable.dataSync());

const still = (recipe: Recipe) => withBatchNorm(recipe, 'frozen');
const moving = (recipe: Recipe) => withBatchNorm(recipe, 'update');

/** Memory that holds the tiny network's step of some images, and not of 24. */
const little = 75_000;

describe('a batch that does not fit into memory', () => {
  it('is computed in parts where batch norms hold still: losses and weights are those of the whole within 1e-5, dropout included', async () => {
    const [whole, parted] = [new TinyNetwork(), new TinyNetwork()];
    const recipe = still(withEpochs(full(), [3]));
    const wholeEvents = await run(whole, recipe);
    endMemoryAfter(little);
    const events = await run(parted, recipe);
    const [split] = splits(events);
    expect(splits(wholeEvents)).toEqual([]);
    expect(split).toMatchObject({ stage: 'all', stageIndex: 0, batchSize: 24 });
    expect(split!.partSize).toBeLessThan(24);
    expect(split!.wholeBytes).toBeGreaterThan(0);
    expect(relativeDifferenceOf(losses(events), losses(wholeEvents))).toBeLessThan(1e-5);
    weightsOf(parted).forEach((values, index) => expect(relativeDifferenceOf(values, weightsOf(whole)[index]!)).toBeLessThan(1e-5));
  });

  it('is refused before anything moves where batch norms follow it, with the largest that fits, which then trains whole', async () => {
    const network = new TinyNetwork();
    const before = weightsOf(network);
    endMemoryAfter(little);
    const recipe = moving(withEpochs(full(), [1]));
    const error = await run(network, recipe).catch((thrown: unknown) => thrown as BatchMemoryError);
    expect(BatchMemoryError.isInstance(error)).toBe(true);
    const { largest, message, code, faults } = error as BatchMemoryError & { code: string };
    expect(code).toBe('ATTUNE_BATCH_MEMORY');
    expect(faults).toMatchObject([{ stage: 'all', followsBatch: true }]);
    expect(largest).toBeGreaterThan(1);
    expect(message).toMatch(/^A batch size of 24 does not fit: a step of stage "all" takes about .* and its batch norms follow the batch/u);
    expect(message).toContain(`Use a batch size of at most ${largest}, or batch norms that hold still (frozen).`);
    expect(weightsOf(network)).toEqual(before);
    const events = await run(network, recipe, { batchSize: largest });
    expect(splits(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: 'end' });
  });

  it('names every stage that does not fit, and leaves running statistics and tensors as they were', async () => {
    const network = new TinyNetwork();
    const [before, tensors] = [weightsOf(network), tf.memory().numTensors];
    endMemoryAfter(little);
    const error = await run(network, moving(withEpochs(threeStage(), [1, 1, 1]))).catch((thrown: unknown) => thrown as BatchMemoryError);
    expect((error as BatchMemoryError).faults.length).toBeGreaterThan(1);
    expect(weightsOf(network)).toEqual(before);
    expect(network.bn1.batchesTracked).toBe(0);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('is refused where not even one image fits', async () => {
    endMemoryAfter(2000);
    await expect(run(new TinyNetwork(), still(withEpochs(full(), [1])))).rejects.toThrow('Not even one image fits: use smaller images.');
  });

  it('is evaluated in parts to the bit, and counts features that are kept by what comes behind them', async () => {
    const [whole, parted] = [new TinyNetwork(), new TinyNetwork()];
    const recipe = withEpochs(headOnly(), [2]);
    const wholeEvents = await run(whole, recipe);
    endMemoryAfter(little);
    const events = await run(parted, recipe);
    expect(splits(events)).toEqual([]);
    expect(losses(events)).toEqual(losses(wholeEvents));
    expect(weightsOf(parted)).toEqual(weightsOf(whole));
    expect(validationLosses(events)).toEqual(validationLosses(wholeEvents));
  });

  it('is cut by the rate finder too', async () => {
    const options = { steps: 6, batchSize: 24, from: 1e-4, to: 1e-2 };
    const recipe = still(withEpochs(full(), [1]));
    const whole = await findRate(new TinyNetwork(), tinyData({ train: 42 }), recipe, options);
    endMemoryAfter(little);
    const parted = await findRate(new TinyNetwork(), tinyData({ train: 42 }), recipe, options);
    expect(relativeDifferenceOf(parted.losses, whole.losses)).toBeLessThan(1e-5);
    await expect(findRate(new TinyNetwork(), tinyData({ train: 42 }), moving(recipe), options)).rejects.toThrow(BatchMemoryError);
  });
});
