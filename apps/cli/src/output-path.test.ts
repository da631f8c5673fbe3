import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { outputFile, outputFolder } from './output-path.ts';
import { PathError } from './path-error.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-output-'));
  await mkdir(join(folder, 'folder'));
  await writeFile(join(folder, 'file'), 'mine');
  await symlink('loop', join(folder, 'loop'));
  vi.stubEnv('INIT_CWD', folder);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const faults = {
  'file/child': ['ENOTDIR', 'a part of it is a file'],
  'missing/child': ['ENOENT', 'there is no such file or folder'],
  folder: ['EISDIR', 'it is a folder, not a file'],
  'loop/child': ['ELOOP', 'its links lead in a circle'],
  ['n'.repeat(252)]: ['ENAMETOOLONG', 'the name is too long'],
} as const;

describe('outputFile', () => {
  it.each(Object.entries(faults))('refuses %s, with the flag, the reason and the way out', async (path, [reason, words]) => {
    const error = await outputFile(path, '--svg').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PathError);
    expect(error).toMatchObject({ reason, origin: 'input' });
    expect((error as Error).message).toContain(`--svg ${path}: ${words}`);
    expect((error as Error).message).toContain('Give another path');
  });

  it('leaves the place as it was, and writes there when told to', async () => {
    const before = (await readdir(folder)).toSorted();
    const [fresh, old] = [await outputFile('new.txt', '--svg'), await outputFile('file', '--svg')];
    expect((await readdir(folder)).toSorted()).toEqual(before);
    expect(await readFile(old.path, 'utf8')).toBe('mine');
    await fresh.write('text');
    await old.write(Uint8Array.of(65));
    expect([await readFile(join(folder, 'new.txt'), 'utf8'), await readFile(join(folder, 'file'), 'utf8')]).toEqual(['text', 'A']);
  });

  it('writes straight to a device, and never puts a file in its place', async () => {
    await (await outputFile('/dev/null', '--svg')).write('text');
    expect(await readFile('/dev/null', 'utf8')).toBe('');
  });
});

describe('outputFolder', () => {
  it('refuses what is a file, lies below one, or has a name too long', async () => {
    await expect(outputFolder('file', '--out')).rejects.toThrow(/^--out file: a file is there already \(EEXIST\)/);
    await expect(outputFolder('file/run', '--out')).rejects.toThrow(/ENOTDIR/);
    await expect(outputFolder(`folder/${'n'.repeat(256)}`, '--out')).rejects.toThrow(/ENAMETOOLONG/);
  });

  it('leaves nothing of the folders that it tried', async () => {
    const before = (await readdir(folder, { recursive: true })).toSorted();
    expect(await outputFolder('folder/new/run', '--out')).toBe(join(folder, 'folder/new/run'));
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(before);
  });
});
