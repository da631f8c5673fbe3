import { stateDict } from '@attune/nn';
import { type TrainingCheckpoint, defineRecipe, threeStage } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { memoryFiles } from './file-store.ts';
import type { RunConfig } from './run-config.ts';
import { Run } from './run.ts';
import { sha256 as browserSha256 } from './sha256-browser.ts';
import { sha256 as nodeSha256 } from './sha256-node.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const config: RunConfig = {
  format: 1,
  model: { architecture: 'resnet20', classes: 2, attention: 'identity', reduction: 16, placement: 'after-block', seed: 0 },
  classes: ['ant', 'bee'],
  preprocessing: { imageSize: 32, resizeSize: 32, interpolation: 'bilinear', mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  training: { data: 'photos', weights: 'none', batchSize: 8, seed: 0, backend: 'wasm', threads: 2, skipBroken: true, augment: 'light' },
};

const checkpoint: TrainingCheckpoint = {
  progress: { stage: 1, epoch: 2, step: 3 } as TrainingCheckpoint['progress'] & { results: [] },
  tensors: new Map([['model.fc.bias', { shape: [2], values: Float32Array.of(0.1, -0) }]]),
  batchesTracked: { bn1: 7 },
  optimizerSteps: { 'fc.bias': 4 },
};

describe('Run', () => {
  it('opens as it was created', async () => {
    const files = memoryFiles();
    const recipe = threeStage();
    await Run.create({ files, path: 'a run' }, config, recipe);
    const run = await Run.open({ files, path: 'a run' });
    expect(run.config).toEqual(config);
    expect(run.recipe).toEqual(defineRecipe(structuredClone(recipe)));
    expect(await run.metrics()).toEqual([]);
  });

  it('gives back a loss that is no number as one, which JSON cannot hold', async () => {
    const run = await Run.create({ files: memoryFiles(), path: 'a run' }, config, threeStage());
    const epoch = {
      epoch: 0,
      trainLoss: Infinity,
      trainAccuracy: 0.5,
      validationLoss: Number.NaN,
      validationAccuracy: 0.5,
      learningRates: {},
      seconds: 1,
      waitingSeconds: 0,
    };
    await run.saveMetrics([{ name: 'head', epochs: [epoch] }]);
    expect(await run.metrics()).toEqual([{ stage: 'head', ...epoch, trainLoss: Number.NaN }]);
  });

  it.each(['junk', 'null', '[]', '{"stage":5,"epoch":"x"}', '{}'])('names the line of its metrics that is %s', async (line) => {
    const files = memoryFiles();
    const run = await Run.create({ files, path: 'a run' }, config, threeStage());
    const epoch = { epoch: 0, trainLoss: 1, validationLoss: 1, learningRates: {}, seconds: 1, waitingSeconds: 0 };
    await run.saveMetrics([{ name: 'head', epochs: [epoch] }]);
    await files.writeSafely('metrics.jsonl', [(await files.read('metrics.jsonl'))!, new TextEncoder().encode(`${line}\n`)]);
    await expect(run.metrics()).rejects.toThrow('a run: line 2 of its metrics.jsonl is not an epoch');
  });

  it('gives back the weights of a stage bit for bit', async () => {
    const run = await Run.create({ files: memoryFiles(), path: 'a run' }, config, threeStage());
    const [saved, other] = [buildModel(config.model), buildModel({ ...config.model, seed: 1 })];
    await run.saveStage(saved, { index: 0, result: { name: run.recipe.stages[0]!.name, epochs: [] } });
    await run.loadStage(other, 0);
    for (const [name, variable] of stateDict(other)) expect(variable.dataSync()).toEqual(stateDict(saved).get(name)!.dataSync());
    await expect(run.loadStage(other, 1)).rejects.toMatchObject({ code: 'ATTUNE_RUN_FILE', run: 'a run' });
  });

  it('refuses best weights of another training: neither head nor attention is made up', async () => {
    const files = memoryFiles();
    const run = await Run.create({ files, path: 'a run' }, config, threeStage());
    await run.saveBest(buildModel({ ...config.model, classes: 3, attention: 'none' }));
    await expect(run.loadBest(buildModel(config.model))).rejects.toThrow(/tells 3 classes apart, and the model 2.*lacks attention that the model has/u);
  });

  it('gives back a checkpoint bit for bit, and refuses one of which a byte differs', async () => {
    const files = memoryFiles();
    const run = await Run.create({ files, path: 'a run' }, config, threeStage());
    const saved = { ...checkpoint, progress: { ...checkpoint.progress, results: [] } };
    await run.saveCheckpoint(saved);
    expect(await run.loadCheckpoint()).toEqual(saved);
    const bytes = (await files.read('training.checkpoint'))!.slice();
    bytes[bytes.length - 1]! ^= 1;
    await files.writeSafely('training.checkpoint', [bytes]);
    await expect(run.loadCheckpoint()).rejects.toThrow('a run/training.checkpoint is damaged');
    await files.writeSafely('training.checkpoint', [bytes.subarray(0, 5)]);
    await expect(run.loadCheckpoint()).rejects.toThrow('damaged');
  });

  describe('best weights beside a checkpoint', () => {
    const best = { stage: 0, epoch: 0, validationAccuracy: 0.5, validationLoss: 1 };
    const withBest = { ...checkpoint, progress: { ...checkpoint.progress, best, bestEma: null, results: [] } } as TrainingCheckpoint;

    async function runWithBest() {
      const files = memoryFiles();
      const run = await Run.create({ files, path: 'a run' }, config, threeStage());
      await run.saveBest(buildModel({ ...config.model, seed: 1 }));
      await run.saveCheckpoint(withBest);
      return { files, run, reopened: () => Run.open({ files, path: 'a run' }) };
    }

    it('are as written, and no file of a moment is left', async () => {
      const { files, reopened } = await runWithBest();
      expect(await (await reopened()).lostWeights()).toEqual([]);
      expect(await files.list('')).not.toContain('weights.pending.json');
    });

    it('that a kill left newer than the checkpoint are as written, and stay so after the next one', async () => {
      const { run, reopened } = await runWithBest();
      await run.saveBest(buildModel({ ...config.model, seed: 2 }));
      const resumed = await reopened();
      expect(await resumed.lostWeights()).toEqual([]);
      await resumed.saveCheckpoint(withBest);
      expect(await (await reopened()).lostWeights()).toEqual([]);
    });

    it('get their likeness at the end of the run beside what they were judged by, and stay as written', async () => {
      const { run, reopened } = await runWithBest();
      const network = buildModel({ ...config.model, seed: 3 });
      const judged = { labels: Int32Array.of(0, 1), probabilities: Float32Array.of(0.9, 0.1, 0.6, 0.4), energies: Float64Array.of(3, 5) };
      await run.saveBest(network, undefined, judged);
      const before = await run.calibration();
      const likeness = { centres: { width: 2, values: Float32Array.of(1, 0, 0, 1) }, similarities: Float64Array.of(0.5, 0.75) };
      await run.saveLikeness(network, likeness);
      const resumed = await reopened();
      expect(await resumed.calibration()).toEqual({ ...before, likeness: { centres: likeness.centres, leastSimilarity: 0.5 } });
      expect(await resumed.lostWeights()).toEqual([]);
      const loaded = buildModel(config.model);
      await resumed.loadBest(loaded);
      expect(stateDict(loaded).get('linear.weight')!.dataSync()).toEqual(stateDict(network).get('linear.weight')!.dataSync());
    });

    it('of a version that judged no images get none', async () => {
      const { run } = await runWithBest();
      await run.saveLikeness(buildModel(config.model), { centres: { width: 1, values: Float32Array.of(1, 1) }, similarities: Float64Array.of(1) });
      expect(await run.calibration()).toBeNull();
    });

    it('of another moment are damaged, and absent ones missing, until they are forgotten', async () => {
      const { files, reopened } = await runWithBest();
      const bytes = (await files.read('model.safetensors'))!;
      await files.writeSafely('model.safetensors', [bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1)]);
      await expect((await reopened()).requireBestWeights()).rejects.toThrow('a run/model.safetensors is damaged');
      await files.remove('model.safetensors');
      await expect((await reopened()).requireBestWeights()).rejects.toThrow('a run/model.safetensors is missing');
      expect(await (await reopened()).forgetLostWeights()).toMatchObject([{ file: 'model.safetensors', fault: 'missing' }]);
      expect((await (await reopened()).loadCheckpoint())!.progress.best).toBeNull();
    });
  });

  it('says of files without run.json, and of one by another hand, what is wrong', async () => {
    const files = memoryFiles();
    await expect(Run.open({ files, path: 'photos' })).rejects.toThrow('photos: it is not a run: it has no run.json');
    await files.writeSafely('run.json', [new TextEncoder().encode('{"format":2}')]);
    await expect(Run.open({ files, path: 'photos' })).rejects.toThrow('its run.json cannot be read: format');
  });
});

it('hashes pieces the same in Node and in a browser', () => {
  const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(100).fill(7)];
  expect([...browserSha256(parts)]).toEqual([...nodeSha256(parts)]);
});
