import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const small = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '1,1,0', '--seed', '3', '--swa'];

async function trained(...words: readonly string[]) {
  const { code, stdout, stderr } = await runAttune('finetune', 'colours', ...small, '--json', ...words);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function tensorsOf(run: string): Promise<unknown> {
  return (JSON.parse((await runAttune('inspect', `${run}/model.safetensors`, '--json')).stdout) as { tensors: unknown }).tensors;
}

it('--control trains the run without attention too, to the same bits as alone, and says whether attention helped', async () => {
  const { control, bestValidationAccuracy, bestSwaValidationAccuracy } = await trained('--control', '--out', 'both');
  const alone = await trained('--attention', 'none', '--out', 'alone', '--no-report');
  const comparison = control as Record<string, number | string>;
  expect(comparison).toMatchObject({
    run: join(root, 'both/control'),
    accuracy: bestValidationAccuracy,
    controlAccuracy: alone['bestValidationAccuracy'],
  });
  expect(comparison['difference']).toBeCloseTo((bestValidationAccuracy as number) - (alone['bestValidationAccuracy'] as number), 12);
  expect(comparison['low']).toBeLessThanOrEqual(comparison['difference'] as number);
  expect(['helped', 'hurt', 'not shown']).toContain(comparison['verdict']);
  expect(bestSwaValidationAccuracy).toBeGreaterThanOrEqual(0);
  expect(await tensorsOf('both/control')).toEqual(await tensorsOf('alone'));
  expect(await readFile(join(root, 'both/report.html'), 'utf8')).toContain('<h2>With and without attention</h2>');
});

it('--control of a run without attention ends with exit 2 before anything is trained', async () => {
  const { code, stderr } = await runAttune('finetune', 'colours', ...small, '--control', '--attention', 'none', '--out', 'plain');
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('this run has none: train it with attention, or without a control') as string,
  });
});
