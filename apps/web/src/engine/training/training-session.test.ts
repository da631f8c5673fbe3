import { saveModel } from '@attune/checkpoint';
import { pixelDataset } from '@attune/data/browser';
import { type RunConfig, memoryFiles } from '@attune/run';
import { full, threeStage, withEpochs } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { KeptRun } from '../runs/kept-run.ts';
import type { TrainingEvent } from '../protocol/training.ts';
import { TrainingSession } from './training-session.ts';
import { WatchedImages } from './watched-images.ts';

/** More than one batch of the measurement. */
const count = 20;
const side = 8;

const config: RunConfig = {
  format: 1,
  model: { architecture: 'resnet20', classes: 2, attention: 'none', reduction: 16, placement: 'after-block', seed: 0 },
  classes: ['dark', 'light'],
  preprocessing: { imageSize: side, resizeSize: side, interpolation: 'bilinear', mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  training: { data: 'photos', weights: 'sample', batchSize: count, seed: 0, backend: 'cpu', threads: 1, skipBroken: false },
};

it('paused while it measures the photos, a training is found as it was, and measures them when it goes on', async () => {
  await tf.setBackend('cpu');
  const files = memoryFiles();
  const recipe = { ...withEpochs(threeStage(), [1, 1, 0]), bodyRates: 'measured' } as const;
  const { id } = await KeptRun.create(files, { config, recipe, start: await saveModel(buildModel(config.model)), choices: 'thorough' });
  const first = await followed(await KeptRun.open(files, id), 'measuring');
  expect(first.outcome).toEqual({ state: 'paused', runId: id });
  expect(first.kinds).toEqual(['measuring']);
  const paused = await KeptRun.open(files, id);
  expect([paused.run.recipe, (await paused.summary(false)).state]).toEqual([recipe, 'paused']);
  const second = await followed(paused, 'step');
  expect(second.outcome).toEqual({ state: 'paused', runId: id });
  expect(second.kinds.slice(0, 4)).toEqual(['measuring', 'measuring', 'measured', 'stage-start']);
  const measured = await KeptRun.open(files, id);
  expect(measured.run.recipe.measured).toMatchObject({ images: count });
  expect((await measured.run.loadCheckpoint())?.progress).toMatchObject({ step: 1 });
});

it('stopped for good after an epoch, its best weights tell what is like the photos, as at the end of a training', async () => {
  await tf.setBackend('cpu');
  const files = memoryFiles();
  const recipe = withEpochs(full(), [3]);
  const { id } = await KeptRun.create(files, { config, recipe, start: await saveModel(buildModel(config.model)), choices: 'thorough' });
  const { outcome } = await followed(await KeptRun.open(files, id), 'epoch-end', 'stopped');
  expect(outcome).toEqual({ state: 'stopped', runId: id });
  const { run } = await KeptRun.open(files, id);
  expect(await run.metrics()).toHaveLength(1);
  expect((await run.calibration())?.likeness?.centres.values).toHaveLength(2 * 64);
});

/** Kinds of what a training said until it was ended, at the first event of one kind. */
async function followed(kept: KeptRun, endedAt: TrainingEvent['kind'], as: 'paused' | 'stopped' = 'paused') {
  const { preprocessing, classes, model } = kept.run.config;
  const images = { width: side, height: side, pixels: Uint8Array.from({ length: count * side * side * 3 }, (_, at) => (at * 31) % 256), labels: labels() };
  const dataset = pixelDataset({ classes, train: images, validation: images, preprocessing });
  const network = buildModel(model);
  await kept.loadStart(network);
  const watched = await WatchedImages.open([], { classes, preprocessing, model, task: { kind: 'single-label' } });
  const session = new TrainingSession({ kept, network, dataset, watched, resume: true, rewinds: false, lost: null });
  const kinds: TrainingEvent['kind'][] = [];
  const outcome = await session.follow(({ kind }) => {
    kinds.push(kind);
    if (kind === endedAt) session.end(as);
  });
  return { outcome, kinds };
}

function labels(): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index % 2);
}
