import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { writeFileSafely, writeFilesSafely } from './write-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

const refuse = () => Promise.reject(new Error('not what it should be'));

it('a file that its check refuses does not take the place of the old one, and leaves nothing aside', async () => {
  const path = join(folder, 'a');
  await writeFile(path, 'old');
  await expect(writeFileSafely(path, 'new', { check: refuse })).rejects.toThrow('not what it should be');
  expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['old', ['a']]);
});

it('files that belong together are checked aside, all of them, before the first takes its place', async () => {
  const [weights, model] = [join(folder, 'weights.bin'), join(folder, 'model.json')];
  for (const path of [weights, model]) await writeFile(path, 'old');
  const files = [
    [weights, 'new weights'],
    [model, 'new model'],
  ] as const;
  const seen: string[] = [];
  const look = async (asides: readonly string[]) => {
    for (const aside of asides) seen.push(await readFile(aside, 'utf8'));
    return refuse();
  };
  await expect(writeFilesSafely(files, look)).rejects.toThrow('not what it should be');
  expect(seen).toEqual(['new weights', 'new model']);
  expect([await readFile(weights, 'utf8'), await readFile(model, 'utf8'), (await readdir(folder)).length]).toEqual(['old', 'old', 2]);
});
