import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
const job = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '1,1,0', '--quiet', '--json'];

/** Every image to validate with is trained on too here, which no flag hushes up. */
const leak = /^12 of 12 images to validate with are trained on too [^\n]*\n$/u;

async function runJson<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await runAttune(...words);
  expect({ code, stderr: stderr.replace(leak, '') }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  await runJson('finetune', 'colours', ...job, '--out', 'first', '--seed', '1', '--tensorboard', '--csv');
  await runJson('finetune', 'colours', ...job, '--out', 'second', '--seed', '1', '--no-report');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('report.html', () => {
  it('is written at the end of a run, one page under 3 MB that asks for nothing', async () => {
    const page = await readFile(join(root, 'first/report.html'), 'utf8');
    expect(page.length).toBeLessThan(3 * 2 ** 20);
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:|#)/u);
    for (const heading of [
      'Accuracy',
      'Confusion',
      'Where it looks',
      'What it says of images',
      'Limits',
      'Training',
      'Attention gates',
      'Data',
      'Recipe',
      'The run',
      'Do it again',
    ]) {
      expect(page).toContain(`<h2>${heading}</h2>`);
    }
  });

  it('names no path of the disk, and its command starts the same run from the folder it was written in', async () => {
    const page = await readFile(join(root, 'first/report.html'), 'utf8');
    expect(page).not.toContain(root);
    expect(page).toContain('npm run -s attune -- finetune colours'); // as this checkout calls it
    expect(page).toContain('--recipe first/recipe.yaml');
  });

  it('is left out on demand, and written later by the command', async () => {
    await expect(readFile(join(root, 'second/report.html'))).rejects.toThrow(/ENOENT/u);
    const { report } = await runJson<{ report: string }>('report', 'second', '--quiet', '--json');
    expect(await readFile(report, 'utf8')).toMatch(/Attune report of second, .*<h1>Telling [\w-]+ and [\w-]+ apart<\/h1>/su);
  });
});

describe('logs', () => {
  it('write a line of metrics.csv for each epoch', async () => {
    const lines = (await readFile(join(root, 'first/metrics.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 2).join())).toEqual(['stage,epoch', 'head,1', 'late layers and attention,2']);
  });

  it('write events in records whose lengths lead from one to the next, the first naming the version', async () => {
    const names = (await readdir(join(root, 'first/tensorboard'))).sort();
    const bytes = Buffer.concat(await Promise.all(names.map((name) => readFile(join(root, 'first/tensorboard', name)))));
    const records: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += Number(bytes.readBigUInt64LE(at)) + 16)
      records.push(bytes.subarray(at + 12, at + 12 + Number(bytes.readBigUInt64LE(at))));
    expect(records[0]!.toString('latin1')).toContain('brain.Event:2');
    const tags = records.map((record) => record.toString('latin1'));
    for (const tag of ['step/loss', 'rate/head', 'loss/train', 'accuracy/validation', 'Grad-CAM, layer3'])
      expect(tags.some((text) => text.includes(tag))).toBe(true);
    expect(tags.filter((text) => text.includes('accuracy/validation'))).toHaveLength(2);
  });
});

describe('watch', () => {
  it('tells a finished run, epoch by epoch', async () => {
    const { code, stdout, stderr } = await runAttune('watch', 'first');
    expect(code).toBe(0);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^1  head  loss/u), expect.stringMatching(/^2  late layers and attention  loss/u)]);
    expect(stdout).toMatch(/first has finished; best validation accuracy/u);
  });

  it('tells a run under way by its status, and one whose status is old as not running', async () => {
    const status = { stage: 'head', stageIndex: 0, epoch: 0, step: 3, stepsPerEpoch: 9, loss: 0.5, writtenAt: Date.now() - 118_000 };
    await writeFile(join(root, 'second/status.json'), JSON.stringify(status));
    await writeFile(join(root, 'second/training.checkpoint'), '');
    const { state } = await runJson<{ state: string }>('watch', 'second', '--every', '0.2', '--quiet', '--json');
    expect(state).toBe('stopped');
    await Promise.all(['status.json', 'training.checkpoint'].map((name) => rm(join(root, 'second', name))));
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

  it('writes a page of the images that the runs judge differently', async () => {
    const { html } = await runJson<{ html: string }>('compare', 'first', 'second', '--html', 'compared.html', '--quiet', '--json');
    const page = await readFile(html, 'utf8');
    expect(page).toContain('second does not differ significantly from first on these images');
    expect(page).toContain('Only first is right: 0 images');
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:|#)/u);
    expect(page).not.toContain(root);
  });

  it('wants two runs', async () => {
    expect(await runAttune('compare', 'first')).toMatchObject({ code: 2, stderr: expect.stringContaining('two runs') as string });
  });
});
