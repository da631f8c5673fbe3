import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

const job = [
  '--arch',
  'resnet20',
  '--weights',
  'none',
  '--recipe',
  'head-only',
  '--image-size',
  '8',
  '--epochs',
  '1',
  '--backend',
  'wasm',
  '--threads',
  '1',
  '--no-report',
];
const judged = ['--backend', 'wasm', '--threads', '1'];

/** A picture of 4 × 4 pixels, no two of one number alike. */
const picture = (number: number) => Buffer.concat([Buffer.from('P6 4 4 255\n'), Buffer.alloc(48, number)]);

beforeAll(async () => {
  root = await temporaryFolder();
  vi.stubEnv('INIT_CWD', root);
  let number = 0;
  for (const part of ['train', 'val']) {
    for (const name of ['cat', 'dog']) {
      await mkdir(join(root, 'pets', part, name), { recursive: true });
      for (const file of ['0.ppm', '1.ppm', '2.ppm']) await writeFile(join(root, 'pets', part, name, file), picture((number += 7)));
    }
  }
  await copyFile(join(root, 'pets/train/cat/0.ppm'), join(root, 'pets/val/cat/again.ppm'));
  await writeFile(join(root, 'pets/train/dog/moving.gif'), 'GIF89a');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('an image that is trained on and validated with', () => {
  const said = '1 of 7 images to validate with is trained on too (val/cat/again.ppm is train/cat/0.ppm)';

  it('is named by finetune, evaluate, report and compare', async () => {
    const trained = await runAttune('finetune', 'pets', ...job, '--out', 'one');
    expect([trained.code, trained.stderr]).toEqual([0, expect.stringContaining(said)]);
    expect(trained.stderr).toContain('GIF is read only when asked for (--gif)');
    await runAttune('finetune', 'pets', ...job, '--out', 'two');
    for (const words of [
      ['evaluate', 'one', 'pets', ...judged],
      ['report', 'one', ...judged],
      ['compare', 'one', 'two', ...judged],
    ]) {
      expect((await runAttune(...words)).stderr, words[0]).toContain(said);
    }
    expect((await runAttune('evaluate', 'one', 'pets', '--split', 'train', ...judged)).stderr).not.toContain('trained on too');
  });

  it('is left out of training by --drop-duplicates, and the run keeps that', async () => {
    const { code, stderr } = await runAttune('finetune', 'pets', ...job, '--out', 'three', '--drop-duplicates');
    expect(code).toBe(0);
    expect(stderr).toContain('5 training images');
    expect(stderr).toMatch(/Skipped .*train\/cat\/0\.ppm: a copy of .*val\/cat\/again\.ppm, which is validated or tested with: not trained on/u);
    expect(stderr).not.toContain('trained on too');
    expect((await runAttune('report', 'three', ...judged)).stderr).not.toContain('trained on too');
  });
});

it('attune data finds copies in a table as in a folder', async () => {
  await writeFile(
    join(root, 'pets.csv'),
    'path,label\npets/train/cat/0.ppm,cat\npets/train/cat/0.ppm,dog\npets/train/cat/1.ppm,cat\npets/train/dog/1.ppm,dog\n',
  );
  const { stdout } = await runAttune('data', 'pets.csv', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    duplicates: [{ kind: 'identical', paths: ['pets/train/cat/0.ppm', 'pets/train/cat/0.ppm'], acrossClasses: true }],
  });
});
