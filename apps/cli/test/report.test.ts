import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
const job = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '1,1,0', '--quiet', '--json'];

async function runJson<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await runAttune(...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  await runJson('finetune', 'colours', ...job, '--out', 'first', '--seed', '1');
  await runJson('finetune', 'colours', ...job, '--out', 'second', '--seed', '1', '--no-report');
}, 240_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('report.html', () => {
  it('is written at the end of a run, one page under 3 MB that asks for nothing', async () => {
    const page = await readFile(join(root, 'first/report.html'), 'utf8');
    expect(page.length).toBeLessThan(3 * 2 ** 20);
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:|#)/u);
    for (const heading of ['The run', 'Recipe', 'Curves', 'Accuracy', 'Confusion', 'Largest losses', 'Where it looks', 'Attention gates', 'Do it again']) {
      expect(page).toContain(`<h2>${heading}</h2>`);
    }
  });

  it('is left out on demand, and written later by the command', async () => {
    await expect(readFile(join(root, 'second/report.html'))).rejects.toThrow(/ENOENT/u);
    const { report } = await runJson<{ report: string }>('report', 'second', '--quiet', '--json');
    expect(await readFile(report, 'utf8')).toContain('<h1>second</h1>');
  });
});

describe('compare', () => {
  it('cannot tell two runs of one seed apart', async () => {
    const { images, runs } = await runJson<{ images: number; runs: { accuracy: number; againstFirst: unknown }[] }>(
      'compare',
      'first',
      'second',
      '--quiet',
      '--json',
    );
    expect(images).toBeGreaterThan(0);
    expect(runs[1]!.accuracy).toBe(runs[0]!.accuracy);
    expect(runs.map(({ againstFirst }) => againstFirst)).toEqual([null, { onlyFirst: 0, onlySecond: 0, pValue: 1 }]);
  });

  it('wants two runs', async () => {
    expect(await runAttune('compare', 'first')).toMatchObject({ code: 2, stderr: expect.stringContaining('two runs') as string });
  });
});
