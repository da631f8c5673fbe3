import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { DatasetError, openDataset } from '../index.ts';

let root = '';

/** A PPM of one pixel, no two seeds alike. */
const picture = (seed: number) => Buffer.concat([Buffer.from('P6 1 1 255\n'), Buffer.of(seed, seed * 7, seed * 13)]);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-ways-out-'));
  const files = ['hub/train/0.ppm', 'hub/train/1.ppm', 'kaggle/train/0.ppm', 'kaggle/train/1.ppm', 'rare/0.ppm', 'rare/1.ppm', 'rare/2.ppm'];
  for (const [seed, file] of files.entries()) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), picture(seed));
  }
  await writeFile(join(root, 'hub/train/metadata.csv'), 'file_name,label\n0.ppm,cat\n1.ppm,dog\n');
  await writeFile(join(root, 'kaggle/train.csv'), 'id,label\n0,cat\n1,dog\n');
  await writeFile(join(root, 'rare/one.csv'), 'file,label\n0.ppm,cat\n1.ppm,cat\n2.ppm,dog\n');
  for (const name of ['photos.zip', 'arrays.npz']) await writeFile(join(root, name), 'PK');
});

afterAll(() => rm(root, { recursive: true }));

it.each([
  ['hub', /holds no class folders: .* or give the table .*hub\/train\/metadata\.csv\)/u],
  ['kaggle', /holds no class folders: .* or give the table .*kaggle\/train\.csv\)/u],
  ['photos.zip', /an archive; unpack it, and give the folder\.$/u],
  ['arrays.npz', /no kind of file that is known: give a folder, a table/u],
  ['rare/one.csv', /The class "dog" of .* has 1 sound image and needs 2 at least: one to train on and one to validate with\./u],
])('%s is refused with the way out', async (name, message) => {
  const fault = await openDataset(join(root, name)).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(DatasetError);
  expect((fault as Error).message).toMatch(message);
});
