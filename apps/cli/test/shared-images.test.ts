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

/** A GIF of one pixel, of a colour of its own. */
const gif = (level: number) =>
  Buffer.concat([
    Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1'),
    Buffer.from([level, 9, 9, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
  ]);

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
    const ownPart = await runAttune('evaluate', 'one', 'pets', '--split', 'train', '--quiet', ...judged);
    expect(ownPart.stderr).toContain('one was trained on all 6 images: the accuracy says how well it learned them, not how well it judges new ones.');
    expect(ownPart.stderr).not.toContain('trained on too');
  });

  it('is named with --quiet too, and in the JSON of each', async () => {
    const shared = [{ name: 'val/cat/again.ppm', trainedAs: 'train/cat/0.ppm' }];
    for (const words of [
      ['finetune', 'pets', ...job, '--out', 'quiet'],
      ['evaluate', 'quiet', 'pets', ...judged],
      ['report', 'quiet', ...judged],
      ['compare', 'quiet', 'quiet', ...judged],
    ]) {
      const { stdout, stderr } = await runAttune(...words, '--quiet', '--json');
      expect(stderr, words[0]).toContain(said);
      expect(JSON.parse(stdout), words[0]).toMatchObject({ sharedWithTraining: shared });
    }
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

it('finetune --gif trains on GIFs too, which it says that it skips without', async () => {
  for (const [index, place] of ['train/cat', 'train/dog', 'val/cat', 'val/dog'].entries()) {
    await mkdir(join(root, 'gifs', place), { recursive: true });
    await writeFile(join(root, 'gifs', place, 'still.ppm'), picture(100 + index));
    await writeFile(join(root, 'gifs', place, 'moving.gif'), gif(40 * index));
  }
  const without = await runAttune('finetune', 'gifs', ...job, '--out', 'still');
  expect([without.code, without.stderr]).toEqual([0, expect.stringContaining('2 training images')]);
  expect(without.stderr).toContain('GIF is read only when asked for (--gif)');
  const asked = await runAttune('finetune', 'gifs', ...job, '--gif', '--out', 'moving');
  expect([asked.code, asked.stderr]).toEqual([0, expect.stringContaining('4 training images')]);
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

describe('evaluate of a run on data that it was trained on', () => {
  it('says so of each image, wherever it lies and whatever it is called', async () => {
    await runAttune('finetune', 'pets', ...job, '--out', 'seeing', '--drop-duplicates');
    await mkdir(join(root, 'elsewhere/cat'), { recursive: true });
    await mkdir(join(root, 'elsewhere/dog'), { recursive: true });
    await copyFile(join(root, 'pets/train/cat/1.ppm'), join(root, 'elsewhere/cat/renamed.ppm'));
    await copyFile(join(root, 'pets/val/dog/1.ppm'), join(root, 'elsewhere/dog/1.ppm'));
    const { code, stdout, stderr } = await runAttune('evaluate', 'seeing', 'elsewhere', '--quiet', '--json', ...judged);
    expect([code, stderr]).toEqual([0, expect.stringContaining('seeing was trained on 1 of the 2 images (cat/renamed.ppm), so the accuracy is too good')]);
    expect(JSON.parse(stdout)).toMatchObject({ seenInTraining: ['cat/renamed.ppm'] });
  });

  it('says nothing of images that are new to it', async () => {
    await rm(join(root, 'elsewhere/cat/renamed.ppm'));
    await writeFile(join(root, 'elsewhere/cat/new.ppm'), picture(250));
    const { stdout, stderr } = await runAttune('evaluate', 'seeing', 'elsewhere', '--json', ...judged);
    expect(stderr).not.toContain('was trained on');
    expect(JSON.parse(stdout)).not.toHaveProperty('seenInTraining');
  });

  it('names a damaged record of the data, and the way on', async () => {
    await writeFile(join(root, 'seeing/data.json'), '{"train":{}');
    const { code, stderr } = await runAttune('evaluate', 'seeing', 'elsewhere', ...judged);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/its data\.json is damaged\. Copy it from a backup/u)]);
  });
});
