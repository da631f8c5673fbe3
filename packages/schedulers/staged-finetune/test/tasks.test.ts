import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Task, type TrainingData, TrainingDataError, defineRecipe, evaluateTargets, fineTune, memoryStore, metricOf } from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Images of class a have labels a and c, of b only b, of c none; or numbers that
 * follow the class. */
function targeted(task: Task): TrainingData {
  const rows =
    task.kind === 'multi-label'
      ? [
          [1, 0, 1],
          [0, 1, 0],
          [0, 0, 0],
        ]
      : [
          [100, -1, 3],
          [200, 0, 3],
          [300, 1, 3],
        ];
  const data = tinyData({ train: 30, validation: 12 });
  const withTargets = (split: TrainingData['train']) => ({ ...split, targets: Float32Array.from([...split.labels].flatMap((label) => rows[label]!)) });
  return { ...data, task, train: withTargets(data.train), validation: withTargets(data.validation) };
}

const several: Task = { kind: 'multi-label' };
const numbers: Task = {
  kind: 'regression',
  scales: [
    { mean: 200, deviation: 80 },
    { mean: 0, deviation: 0.8 },
    { mean: 3, deviation: 1 },
  ],
};

const recipe = (more: object = {}) =>
  defineRecipe({
    name: 'all',
    optimizer: { kind: 'adam' },
    stages: [
      { name: 'all', epochs: 25, batchNorm: 'update', augment: false, ...more, groups: [{ name: 'all', select: { pattern: '.' }, learningRate: 0.02 }] },
    ],
  });

async function trained(task: Task, more?: object) {
  const network = new TinyNetwork({ dropout: 0 });
  const [data, results, judged] = [targeted(task), [] as object[], [] as unknown[]];
  const store = { ...memoryStore(), saveBest: async (_network: unknown, _progress: unknown, images: unknown) => void judged.push(images) };
  let best;
  for await (const event of fineTune(network, data, recipe(more), { batchSize: 10, store: { ...store, loadBest: async () => {} } })) {
    if (event.kind === 'epoch-end') results.push(event.result);
    if (event.kind === 'end') best = event.best;
  }
  return { network, data, results, judged, best };
}

describe('several labels an image', () => {
  test('are learned: mAP decides the best epoch, and there is no accuracy', async () => {
    const { results, best, judged } = await trained(several, { classWeights: 'balanced', labelSmoothing: 0.02 });
    expect(metricOf(best!)).toBeGreaterThan(0.95);
    expect(metricOf(best!)).toBe(Math.max(...results.map((result) => metricOf(result))));
    expect(results.every((result) => !('trainAccuracy' in result) && !('validationAccuracy' in result))).toBe(true);
    expect(results.at(-1)).toMatchObject({ validationFigures: { mAP: expect.any(Number) as number, F1: expect.any(Number) as number } });
    expect(judged.at(-1)).toMatchObject({ width: 3, outputs: expect.any(Float32Array) as Float32Array });
  });
});

describe('numbers', () => {
  test.each([{}, { huber: 1 }])('are learned in their units, whatever these are (%o)', async (more) => {
    const { network, data, best } = await trained(numbers, more);
    expect(metricOf(best!)).toBeGreaterThan(0.8);
    const { figures, outputs, count } = await evaluateTargets(network, data.validation, { task: numbers });
    expect(count).toBe(12);
    expect(figures['MAE']).toBeLessThan(30);
    expect(outputs[0]).toBeGreaterThan(50);
  });
});

async function start(task: Task, more: object): Promise<string> {
  for await (const _ of fineTune(new TinyNetwork(), targeted(task), recipe(more))) return 'started';
  return 'ended';
}

describe('what a task lacks is refused before anything moves, in words', () => {
  test.each([
    [several, { huber: 1 }, 'huber: is a loss of numbers'],
    [numbers, { focal: 2, labelSmoothing: 0.1, classWeights: 'balanced' }, 'labelSmoothing: spreads labels over classes'],
    [numbers, { focal: 2 }, 'focal: is a loss of classes'],
  ] as const)('%o %o', async (task, more, message) => {
    await expect(start(task, more)).rejects.toThrow(message);
  });

  test('data without targets, with mixed images or other scales', async () => {
    const { train, validation, classes } = tinyData();
    const bad = { classes, task: { ...numbers, scales: [] }, train: { ...train, mixes: true }, validation };
    const run = async () => {
      for await (const _ of fineTune(new TinyNetwork(), bad, recipe())) return;
    };
    await expect(run()).rejects.toBeInstanceOf(TrainingDataError);
    await expect(run()).rejects.toThrow(/task\.scales must have one scale for each target; train must not mix images .* train\.targets must have 3 numbers/u);
  });
});
