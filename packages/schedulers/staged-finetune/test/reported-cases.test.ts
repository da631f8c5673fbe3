import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type FineTuneEvent, type RunStore, defineRecipe, fineTune, memoryStore } from '../src/index.ts';
import { stopsEarly } from '../src/stage/early-stopping.ts';
import { isBetter } from '../src/loop/progress.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const weightsOf = (network: TinyNetwork) => Object.fromEntries([...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));

/** Three phases of two epochs, each with a group more: what faults of resuming need to show. */
const thawing = defineRecipe({
  name: 'thawing',
  optimizer: { kind: 'adam' },
  stages: [
    { name: 'head', epochs: 2, groups: [{ name: 'head', select: 'head', learningRate: 1e-2 }] },
    {
      name: 'body',
      epochs: 2,
      groups: [
        { name: 'head', select: 'head', learningRate: 1e-2 },
        { name: 'body', select: { segments: ['body'] }, learningRate: 1e-3 },
      ],
    },
    {
      name: 'all',
      epochs: 2,
      groups: [
        { name: 'head', select: 'head', learningRate: 1e-2 },
        { name: 'body', select: { segments: ['body'] }, learningRate: 1e-3 },
        { name: 'stem', select: 'rest', learningRate: 1e-4 },
      ],
    },
  ],
});

const stepsOf = (events: readonly FineTuneEvent[]) =>
  events.filter((event) => event.kind === 'step').map(({ learningRates, loss }) => ({ learningRates, loss }));

async function train(network: TinyNetwork, store: RunStore, { resume = false, stopAfterEpochs = Infinity } = {}): Promise<FineTuneEvent[]> {
  const controller = new AbortController();
  const events: FineTuneEvent[] = [];
  let epochs = 0;
  for await (const event of fineTune(network, tinyData(), thawing, { batchSize: 4, store, resume, signal: controller.signal })) {
    events.push(event);
    if (event.kind === 'epoch-end' && ++epochs === stopAfterEpochs) controller.abort();
  }
  return events;
}

describe('a run that was stopped and is resumed in a fresh process', () => {
  it.each([
    ['C05: after epoch 3, layers that were thawed still train, at the rates of the uninterrupted run', 3],
    ['C06: after epoch 5, with groups that the first stage had not, each memory goes to its parameter by name', 5],
  ])('%s', async (_, stopAfterEpochs) => {
    const whole = new TinyNetwork();
    const uninterrupted = await train(whole, memoryStore());
    const store = memoryStore();
    await train(new TinyNetwork(), store, { stopAfterEpochs });
    const resumed = new TinyNetwork({ seed: 9 });
    const before = (await store.loadCheckpoint())!.tensors.get('model.conv2.weight')!.values;
    const rest = await train(resumed, store, { resume: true });
    expect(stepsOf(rest)).toEqual(stepsOf(uninterrupted).slice(-stepsOf(rest).length));
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    expect(weightsOf(resumed)['conv2.weight']).not.toEqual([...before]);
  });
});

describe('C09: early stopping over phases', () => {
  const phases = [
    [0.5, 0.4, 0.41, 0.42],
    [0.39, 0.395, 0.396],
    [0.397, 0.398, 0.399],
  ].map((losses) => losses.map((validationLoss) => ({ validationLoss, validationAccuracy: 0.5 })));
  const earlyStopping = { patience: 2, minimumGain: 0, monitor: 'loss' } as const;

  it('the count begins anew with each phase: they end after 4, 3 and 3 epochs', () => {
    const ends = phases.map((epochs) => epochs.findIndex((_, index) => stopsEarly({ earlyStopping }, epochs.slice(0, index + 1))) + 1);
    expect(ends).toEqual([4, 3, 3]);
  });

  it('the best is kept across phases: the first epoch of the second', () => {
    let best: { readonly phase: number; readonly epoch: number; readonly validationLoss: number; readonly validationAccuracy: number } | null = null;
    for (const [phase, epochs] of phases.entries())
      for (const [epoch, result] of epochs.entries()) if (isBetter(result, best === null ? null : { stage: 0, ...best })) best = { phase, epoch, ...result };
    expect(best).toMatchObject({ phase: 1, epoch: 0, validationLoss: 0.39 });
  });
});
