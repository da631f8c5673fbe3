import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'), { train: 5, validation: 2 });
  vi.stubEnv('INIT_CWD', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

interface Result {
  readonly stages: readonly { readonly epochs: readonly { readonly trainLoss: number; readonly validationLoss: number }[] }[];
}

/** Losses of every epoch, and of an evaluation afterwards. */
async function losses(loaderThreads: string): Promise<unknown> {
  const run = `run-${loaderThreads}`;
  const small = ['--arch', 'resnet20', '--image-size', '32', '--backend', 'wasm', '--epochs', '0,1,0', '--augment', 'strong', '--no-report'];
  const trained = await runAttune('finetune', 'colours', ...small, '--out', run, '--loader-threads', loaderThreads, '--json');
  const tried = await runAttune('evaluate', run, 'colours', '--backend', 'wasm', '--loader-threads', loaderThreads, '--json');
  expect([trained.code, tried.code]).toEqual([0, 0]);
  const epochs = (JSON.parse(trained.stdout) as Result).stages.flatMap((stage) => stage.epochs);
  return [...epochs.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]), (JSON.parse(tried.stdout) as { loss: number }).loss];
}

it('--loader-threads changes no loss by a bit, in training and in evaluation', async () => {
  const without = await losses('0');
  expect(without).toHaveLength(2);
  expect(await losses('2')).toEqual(without);
});

it('--loader-threads -1 is refused', async () => {
  expect(await runAttune('evaluate', 'run', 'colours', '--loader-threads=-1')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--loader-threads.*whole number from 0 to 64\./u) as string,
  });
});
