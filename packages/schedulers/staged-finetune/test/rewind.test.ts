import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Batch, type FineTuneEvent, NonFiniteLossError, type TrainingData, fineTune, full, memoryStore, withEpochs } from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The same data, but the batches of training whose number is among these have no numbers. */
function withBrokenBatches(broken: (served: number) => boolean): TrainingData {
  const data = tinyData();
  let served = 0;
  async function* batches(options: Parameters<TrainingData['train']['batches']>[0]): AsyncGenerator<Batch> {
    for await (const batch of data.train.batches(options)) {
      served += 1;
      yield broken(served) ? { ...batch, images: new Float32Array(batch.images.length).fill(Number.NaN) } : batch;
    }
  }
  return { ...data, train: { ...data.train, batches } };
}

async function run(data: TrainingData, onNonFinite: 'stop' | 'rewind'): Promise<FineTuneEvent[]> {
  const events: FineTuneEvent[] = [];
  for await (const event of fineTune(new TinyNetwork(), data, withEpochs(full(), [3]), { batchSize: 4, onNonFinite, store: memoryStore() })) events.push(event);
  return events;
}

function lastRate(events: readonly FineTuneEvent[]): number {
  return events.findLast((event) => event.kind === 'epoch-end')!.result.learningRates['all']!;
}

describe('a loss that is not finite', () => {
  it('with rewind, sends the run back to its last checkpoint and on at half the rates', async () => {
    const events = await run(
      withBrokenBatches((served) => served === 6),
      'rewind',
    );
    const rewound = events.filter(({ kind }) => kind === 'rewound');
    expect(rewound).toMatchObject([{ stageIndex: 0, epoch: 1, step: 0, rateFactor: 0.5, fault: { epoch: 1, step: 1 } }]);
    const undisturbed = await run(tinyData(), 'rewind');
    expect(lastRate(events)).toBeCloseTo(lastRate(undisturbed) / 2, 15);
    expect(events.at(-1)!.kind).toBe('end');
  });

  it('is an error when halving six times has not helped, and at once without rewind', async () => {
    await expect(
      run(
        withBrokenBatches(() => true),
        'rewind',
      ),
    ).rejects.toThrow(NonFiniteLossError);
    await expect(
      run(
        withBrokenBatches((served) => served === 6),
        'stop',
      ),
    ).rejects.toThrow(NonFiniteLossError);
  });

  it('in validation, ends or sends back the epoch before it can be a checkpoint', async () => {
    const data = tinyData();
    let epochs = 0;
    async function* batches(options: Parameters<TrainingData['validation']['batches']>[0]): AsyncGenerator<Batch> {
      epochs += 1;
      for await (const batch of data.validation.batches(options)) yield epochs === 2 ? { ...batch, images: batch.images.map(() => Number.NaN) } : batch;
    }
    const spoilt = () => {
      epochs = 0;
      return { ...data, validation: { ...data.validation, batches } };
    };
    await expect(run(spoilt(), 'stop')).rejects.toThrow('Stage "all", epoch 2: the loss of the validation images is NaN, after steps at rates all ');
    const events = await run(spoilt(), 'rewind');
    expect(events.filter(({ kind }) => kind === 'rewound')).toMatchObject([{ epoch: 1, step: 0, rateFactor: 0.5, fault: { step: null, indices: [] } }]);
    expect(events.filter(({ kind }) => kind === 'epoch-end')).toHaveLength(3);
  });

  it('goes back at most six times', async () => {
    const seen: number[] = [];
    const events = fineTune(
      new TinyNetwork(),
      withBrokenBatches(() => true),
      withEpochs(full(), [1]),
      { batchSize: 4, onNonFinite: 'rewind' },
    );
    await expect(
      (async () => {
        for await (const event of events) if (event.kind === 'rewound') seen.push(event.rateFactor);
      })(),
    ).rejects.toThrow(NonFiniteLossError);
    expect(seen).toEqual([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64]);
  });
});
