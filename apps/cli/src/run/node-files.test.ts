import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { nodeFiles } from './node-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-files-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

it('keeps files below a folder, makes the folders on the way and leaves nothing aside', async () => {
  const files = nodeFiles(join(folder, 'run'));
  expect([await files.read('a.bin'), await files.list('')]).toEqual([null, []]);
  await files.writeSafely('stages/1.bin', [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  await files.writeSafely('a.bin', [Uint8Array.of(9)]);
  expect([...(await files.read('stages/1.bin'))!]).toEqual([1, 2, 3]);
  expect([await files.list(''), await files.list('stages')]).toEqual([['a.bin', 'stages/1.bin'], ['stages/1.bin']]);
  await files.remove('a.bin');
  await files.remove('a.bin');
  expect(await readdir(join(folder, 'run'))).toEqual(['stages']);
});
