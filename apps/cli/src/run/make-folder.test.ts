import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { makeFolder } from './make-folder.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-make-'));
  await writeFile(join(folder, 'file'), '');
  await symlink('nowhere', join(folder, 'dangling'));
});

afterAll(() => rm(folder, { recursive: true }));

it('makes what is missing, and gives the first of it', async () => {
  expect(await makeFolder(join(folder, 'a/b/c'))).toBe(join(folder, 'a'));
  expect(await makeFolder(join(folder, 'a/b/c'))).toBeUndefined();
  expect(await makeFolder(join(folder, 'a/b/d'))).toBe(join(folder, 'a/b/d'));
  expect((await readdir(join(folder, 'a/b'))).toSorted()).toEqual(['c', 'd']);
});

it.each([
  ['file', 'EEXIST'],
  ['file/x/y', 'ENOTDIR'],
  ['dangling', 'EEXIST'],
  ['dangling/x', 'EEXIST'],
  ['n'.repeat(300), 'ENAMETOOLONG'],
])('refuses %.20s with %s', async (path, code) => {
  await expect(makeFolder(join(folder, path))).rejects.toMatchObject({ code });
});

it.skipIf(process.platform !== 'linux').each(['/proc/new', '/proc/new/x', '/proc/new/x/y'])(
  'ends where the system lets nothing be made: %s (mkdir of Node 20 does not)',
  async (path) => {
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
