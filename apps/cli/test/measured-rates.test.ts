import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSavedRecipe, threeStage, withBodyRateScale, withEpochs } from '@attune/staged-finetune';
import { expect, it } from 'vitest';

import { finetune } from '../src/commands/finetune.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

it('three-stage measures the rates of the body, says so, keeps it in the recipe, and a resumed run does not measure again', async () => {
  const root = await temporaryFolder();
  await writeColourFolder(join(root, 'images'), { train: 6, validation: 4 });
  const shape = ['--arch', 'resnet20', '--weights', 'sample', '--image-size', '32', '--batch-size', '8', '--epochs', '1,1,0', '--no-report', '--json'];
  const started = await runAttune('finetune', join(root, 'images'), ...shape, '--until-epoch', '1', '--out', join(root, 'run'));
  expect(started, started.stderr).toMatchObject({ code: 130 });
  const { measured } = JSON.parse(started.stdout) as { measured: { bodyRateScale: number; separated: number; shift: number; images: number } };
  expect(started.stderr).toMatch(
    /Body rates × \d+(\.\d+)?, measured: the features before training separate [\d.]+ % of 12 training images, each judged by the others, and the images lie \d+\.\d\d nats from/u,
  );
  const recipe = parseSavedRecipe(await readFile(join(root, 'run/recipe.yaml'), 'utf8'));
  expect(recipe).toEqual({ ...withBodyRateScale(withEpochs(threeStage(), [1, 1, 0]), measured.bodyRateScale), measured });
  const resumed = await runAttune('finetune', '--resume', join(root, 'run'), '--no-report', '--json');
  expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
  expect(resumed.stderr).not.toContain('Body rates');
  expect(JSON.parse(resumed.stdout)).toMatchObject({ measured });
  await rm(root, { recursive: true });
});

it('stopped while it measures, a run has lost nothing: resumed it measures, and ends with the bits of one that was not stopped', async () => {
  const root = await temporaryFolder();
  await writeColourFolder(join(root, 'images'), { train: 6, validation: 4 });
  const [whole, stopped] = [join(root, 'whole'), join(root, 'stopped')];
  const shape = ['--arch', 'resnet20', '--weights', 'sample', '--image-size', '32', '--batch-size', '8', '--epochs', '1,1,0', '--no-report'];
  expect(await runAttune('finetune', join(root, 'images'), ...shape, '--out', whole)).toMatchObject({ code: 0 });
  const asked = new AbortController();
  // Told last before it measures.
  const note = (line: string) => line.startsWith('Backend:') && asked.abort();
  const terminal = { note, warn: () => {}, interactive: false, quiet: false };
  const job = {
    arch: 'resnet20',
    weights: 'sample',
    recipe: 'three-stage',
    imageSize: 32,
    batchSize: 8,
    epochs: [1, 1, 0],
    seed: 0,
    backend: 'auto',
    skipBroken: false,
    out: stopped,
  } as const;
  expect(await finetune(join(root, 'images'), job, { terminal, signal: asked.signal })).toMatchObject({ exitCode: 130, json: { stopped: true } });
  expect(parseSavedRecipe(await readFile(join(stopped, 'recipe.yaml'), 'utf8'))).toMatchObject({ bodyRates: 'measured' });
  const resumed = await runAttune('finetune', '--resume', stopped, '--no-report');
  expect(resumed, resumed.stderr).toMatchObject({ code: 0, stderr: expect.stringContaining('Body rates ×') });
  for (const file of ['model.safetensors', 'recipe.yaml']) expect((await readFile(join(stopped, file))).equals(await readFile(join(whole, file)))).toBe(true);
  await rm(root, { recursive: true });
});
