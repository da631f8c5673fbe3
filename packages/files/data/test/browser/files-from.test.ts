import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Chromium, hasChromium, openChromium } from '../../../../../tools/testing/chromium.ts';
import { scanFolder } from '../../src/index.ts';
import type { Gathered } from './page.ts';

/** A PPM of one colour. */
const picture = (level: number) => Buffer.concat([Buffer.from('P6\n4 4\n255\n'), Buffer.alloc(48, level)]);
const names = (count: number) => Array.from({ length: count }, (_, index) => `${index}.ppm`);

let chromium: Chromium;
let devtools: CDPSession;
let root: string;

beforeAll(async () => {
  if (!hasChromium) return;
  root = await mkdtemp(join(tmpdir(), 'attune-drops-'));
  chromium = await openChromium({ entry: fileURLToPath(new URL('page.ts', import.meta.url)), isolated: false });
  devtools = await chromium.page.context().newCDPSession(chromium.page);
});

afterAll(async () => {
  await chromium?.close();
  if (root !== undefined) await rm(root, { recursive: true });
});

/** Calls an export of `page.ts` in the page. */
async function inPage<T>(name: string, ...values: unknown[]): Promise<T> {
  return chromium.page.evaluate<T>(`import('/entry.js').then((page) => page.${name}(...${JSON.stringify(values)}))`);
}

async function writeTree(name: string, files: readonly string[]): Promise<string> {
  for (const [index, file] of files.entries()) {
    const path = join(root, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, picture(index % 256));
  }
  return join(root, name);
}

/** Drags paths of this machine into the page and lets go, as a person's file manager does. */
async function dropPaths(...files: string[]): Promise<void> {
  const dropped = inPage('drop');
  await chromium.page.evaluate("import('/entry.js')");
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
  await dropped;
}

const listed = (paths: readonly string[]) => paths.map((path) => ({ path, bytes: 59 })).sort((a, b) => (a.path < b.path ? -1 : 1));

describe.skipIf(!hasChromium)('folders dropped on a page of Chromium', () => {
  test('one folder is the dataset: every file of it, also beyond the hundred that a reader gives at a time, as Node finds them', async () => {
    const files = [...names(250).map((name) => `cat/${name}`), ...names(101).map((name) => `dog's & Übung/deeper/${name}`)];
    const path = await writeTree('one', files);
    await dropPaths(path);
    const found = await inPage<Gathered>('dropped');
    expect(found.files).toEqual(listed(files));
    expect(found.train).toEqual((await scanFolder(path)).train.map(({ name }) => name));
    expect(found.broken).toEqual([]);
  });

  test('several folders are its classes, and a file beside them is listed', async () => {
    const path = await writeTree('two', ['cat/1.ppm', 'dog/1.ppm', 'dog/2.ppm', 'note.ppm']);
    await dropPaths(join(path, 'cat'), join(path, 'dog'), join(path, 'note.ppm'));
    const found = await inPage<Gathered>('dropped');
    expect(found.files).toEqual(listed(['cat/1.ppm', 'dog/1.ppm', 'dog/2.ppm', 'note.ppm']));
    expect(found.train).toEqual(['cat/1.ppm', 'dog/1.ppm', 'dog/2.ppm']);
  });

  test('a file that vanishes once it was listed is reported, the others are there', async () => {
    const path = await writeTree('three', ['cat/1.ppm', 'dog/1.ppm', 'dog/2.ppm']);
    await dropPaths(join(path, 'dog'));
    expect(await inPage('listDropped')).toBe(2);
    await rm(join(path, 'dog/1.ppm'));
    const found = await inPage<Gathered>('droppedAgain');
    expect(found.files).toMatchObject([
      { path: '1.ppm', bytes: 0, fault: expect.stringMatching(/could not be found/u) as string },
      { path: '2.ppm', bytes: 59 },
    ]);
  });

  test('a folder that vanishes is an error that names it', async () => {
    const path = await writeTree('four', ['set/cat/1.ppm', 'set/dog/1.ppm']);
    await dropPaths(join(path, 'set'));
    expect(await inPage('listDropped')).toBe(2);
    await rm(join(path, 'set/dog'), { recursive: true });
    expect(await inPage('droppedAgain')).toMatchObject({
      code: 'ATTUNE_DATASET',
      message: expect.stringMatching(/The folder \/set\/dog cannot be listed: .*could not be found/u) as string,
    });
  });
});

describe.skipIf(!hasChromium)('a folder picked in Chromium', () => {
  const base64 = picture(3).toString('base64');
  const filesAt = (...paths: string[]) => paths.map((path) => [path, base64]);

  test('gives every file below it, with its path', async () => {
    const paths = [...names(130).map((name) => `train/cat/${name}`), 'train/dog/ä b.ppm', 'val/cat/1.ppm', 'val/dog/1.ppm'];
    const found = await inPage<Gathered>('fromHandle', filesAt(...paths), []);
    expect(found.files).toEqual(listed(paths));
    expect(found.train).toHaveLength(131);
  });

  test('reports a file that vanishes while it is listed as broken', async () => {
    const found = await inPage<Gathered>('fromHandle', filesAt('cat/1.ppm', 'cat/gone.ppm', 'dog/1.ppm'), ['gone.ppm']);
    expect(found.files[1]).toMatchObject({ path: 'cat/gone.ppm', bytes: 0, fault: expect.stringMatching(/could not be found/u) as string });
    expect(found.train).toEqual(['cat/1.ppm', 'dog/1.ppm']);
    expect(found.broken).toEqual([
      { path: 'root/cat/gone.ppm', kind: 'unreadable', reason: expect.stringMatching(/^it cannot be read \(.*could not be found/u) as string },
    ]);
  });

  test('refuses a folder that cannot be listed, by its path', async () => {
    const refused = await inPage('fromHandle', filesAt('cat/1.ppm', 'dog/1.ppm'), ['dog']);
    expect(refused).toMatchObject({ code: 'ATTUNE_DATASET', message: expect.stringMatching(/The folder dog\/ cannot be listed: /u) as string });
  });
});
