import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { disposeModule } from '@attune/nn';
import { Run, type RunConfig, memoryFiles, runFiles } from '@attune/run';
import { headOnly } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { unusualRun as before } from '../../../tools/testing/unusual-run.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  await startBackend('cpu');
  const files = memoryFiles();
  const network = buildModel(before.model);
  await (await Run.create({ files, path: 'before' }, before, headOnly())).saveBest(network);
  disposeModule(network);
  await writeFile(join(root, 'model.safetensors'), (await files.read(runFiles.best))!);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Trains for an epoch; gives the run's configuration and what was said. */
async function finetuned(out: string, ...words: string[]): Promise<{ readonly config: RunConfig; readonly said: string }> {
  const fixed = ['--weights', 'model.safetensors', '--recipe', 'head-only', '--epochs', '1', '--batch-size', '8', '--seed', '3', '--no-report'];
  const { code, stderr } = await runAttune('finetune', 'colours', ...fixed, '--out', out, ...words);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { config: JSON.parse(await readFile(join(root, out, 'run.json'), 'utf8')) as RunConfig, said: stderr };
}

describe('finetune on the weights of another run', () => {
  let run: Awaited<ReturnType<typeof finetuned>>;
  beforeAll(async () => {
    run = await finetuned('next');
  });

  it.each(['imageSize', 'resizeSize', 'interpolation', 'mean', 'std'] as const)('shows images with the %s of that run', (field) => {
    expect(run.config.preprocessing[field]).toEqual(before.preprocessing[field]);
  });

  const kept = ['architecture', 'attention', 'reduction', 'placement', 'attentionStages', 'attentionBlocks', 'dropout', 'stochasticDepth'] as const;
  it.each(kept)('has the %s of that run', (field) => {
    expect(run.config.model[field]).toEqual(before.model[field]);
  });

  it('takes classes and seed from what it was asked', () => {
    expect(run.config).toMatchObject({ classes: ['blue', 'red'], model: { classes: 2, seed: 3 }, training: { seed: 3, batchSize: 8 } });
  });

  it('says in a line what the card has decided', () => {
    expect(run.said).toMatch(
      /^Images: 40 × 40 pixels out of 46, bicubic, mean 0\.1 0\.2 0\.3, standard deviation 0\.4 0\.5 0\.6, as the card of the weights says/mu,
    );
  });

  it('has what its flags say, and at another size the same share of an image cut off', async () => {
    const { config, said } = await finetuned('flagged', '--image-size', '60', '--placement', 'after-block', '--dropout', '0.1', '--stochastic-depth', '0');
    expect(config.preprocessing).toEqual({ ...before.preprocessing, imageSize: 60, resizeSize: 69 });
    expect(config.model).toMatchObject({ placement: 'after-block', dropout: 0.1, stochasticDepth: 0 });
    expect(said).toMatch(/^Images: bicubic, mean 0\.1/mu);
  });
});

describe('what judges a run later', () => {
  it('sees images as the run did: evaluate, also on its weights alone, and compare', async () => {
    const losses: number[] = [];
    for (const model of ['next', 'next/model.safetensors']) {
      const { stdout } = await runAttune('evaluate', model, 'colours', '--json');
      losses.push((JSON.parse(stdout) as { loss: number }).loss);
    }
    const { stdout } = await runAttune('compare', 'next', 'next', '--json');
    const [compared] = (JSON.parse(stdout) as { runs: { loss: number }[] }).runs;
    const metrics = JSON.parse(await readFile(join(root, 'next/metrics.jsonl'), 'utf8')) as { validationLoss: number };
    for (const loss of [...losses, compared!.loss]) expect(loss).toBeCloseTo(metrics.validationLoss, 6);
  });
});

describe('images that an architecture cannot take', () => {
  it('are refused before training, with the least size and the flag', async () => {
    const words = ['--arch', 'vgg11', '--weights', 'none', '--image-size', '16', '--out', 'small'];
    const { code, stderr } = await runAttune('finetune', 'colours', ...words);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/vgg11 needs images of 32 pixels or more .*--image-size is 16/u)]);
  });
});
