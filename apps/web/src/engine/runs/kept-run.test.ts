import { type FileStore, type RunConfig, memoryFiles, writeText } from '@attune/run';
import { headOnly } from '@attune/staged-finetune';
import { describe, expect, it } from 'vitest';

import { KeptRun, type RunBeginning, removeRun, runIds } from './kept-run.ts';

const config: RunConfig = {
  format: 1,
  model: { architecture: 'resnet20', classes: 2, attention: 'identity', reduction: 16, placement: 'after-block', attentionBlocks: ['layer1.0'], seed: 0 },
  classes: ['ants', 'bees'],
  preprocessing: { imageSize: 32, resizeSize: 32, interpolation: 'bilinear', mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  training: { data: 'photos', weights: 'sample', batchSize: 16, seed: 0, backend: 'wasm', threads: 2, skipBroken: false },
};

const beginning: RunBeginning = {
  config,
  recipe: headOnly(),
  start: new Map([['fc.bias', { dtype: 'F32', shape: [2], data: new Float32Array(2) }]]),
  choices: 'quick',
};

describe('KeptRun', () => {
  it('is found again with what it was asked to do; cut off in training it is paused', async () => {
    const files = memoryFiles();
    const { id } = await KeptRun.create(files, beginning);
    const found = await KeptRun.open(files, id);
    expect(found.run.config).toEqual(config);
    expect(await found.summary(true)).toMatchObject({
      state: 'training',
      choices: 'quick',
      architecture: 'resnet20',
      epochs: [],
      bestValidationAccuracy: null,
    });
    expect(await found.summary(false)).toMatchObject({ state: 'paused', stages: [{ name: 'head', epochs: 10 }] });
    await removeRun(files, id);
    expect([await runIds(files), await files.list('')]).toEqual([[], []]);
  });

  it('that finds no room leaves nothing behind, and a folder without a configuration is no run', async () => {
    const files = memoryFiles();
    let writes = 0;
    const full: FileStore = {
      ...files,
      async writeSafely(path, parts) {
        if ((writes += 1) > 1) throw new Error('full');
        await files.writeSafely(path, parts);
      },
    };
    await expect(KeptRun.create(full, beginning)).rejects.toThrow('full');
    expect(await files.list('')).toEqual([]);
    await writeText(files, 'runs/20260101-000000/recipe.yaml', 'stages: []');
    expect(await runIds(files)).toEqual([]);
  });
});
