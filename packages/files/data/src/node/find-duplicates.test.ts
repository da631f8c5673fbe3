import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findDuplicates, scanFolder, thumbnail } from '../index.ts';
import { keyedRandom } from '../order/random.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-duplicates-'));
  await Promise.all(['train/a', 'train/b', 'val/a', 'val/b'].map((folder) => mkdir(at(folder), { recursive: true })));
  await Promise.all(
    ['train/a/1', 'train/b/2', 'val/a/3', 'val/b/4'].map((name, seed) =>
      photo(seed)
        .jpeg({ quality: 95 })
        .toFile(at(`${name}.jpg`)),
    ),
  );
});

afterEach(() => rm(root, { recursive: true }));

/** Soft blobs of colour, others for each seed. */
function photo(seed: number): ReturnType<typeof sharp> {
  const random = keyedRandom(seed, 11);
  const data = Uint8Array.from({ length: 12 * 9 * 3 }, () => Math.floor(random() * 256));
  return sharp(data, { raw: { width: 12, height: 9, channels: 3 } }).resize(240, 180, { kernel: 'cubic' });
}

test('identical files are found without a deep scan, and where they lie is told', async () => {
  await copyFile(at('train/a/1.jpg'), at('val/b/copy.jpg'));
  expect(await findDuplicates(await scanFolder(root))).toEqual([
    { kind: 'identical', paths: [at('train/a/1.jpg'), at('val/b/copy.jpg')], acrossParts: true, acrossClasses: true },
  ]);
});

test('a copy in another format, size and quality is found by a deep scan, and other photos are not', async () => {
  await photo(1).resize(150, 112).webp({ quality: 70 }).toFile(at('val/b/smaller.webp'));
  expect(await findDuplicates(await scanFolder(root))).toEqual([]);
  expect(await findDuplicates(await scanFolder(root, { deep: true }))).toEqual([
    { kind: 'similar', paths: [at('train/b/2.jpg'), at('val/b/smaller.webp')], acrossParts: true, acrossClasses: false },
  ]);
});

test('progress counts the images of both parts', async () => {
  const seen: [number, number][] = [];
  await scanFolder(root, { onProgress: (done, total) => seen.push([done, total]) });
  expect(seen).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
});

test('a thumbnail keeps the proportion and enlarges nothing', async () => {
  const { format, width, height } = await sharp(await thumbnail(at('train/a/1.jpg'), { side: 60 })).metadata();
  expect([format, width, height]).toEqual(['jpeg', 60, 45]);
  expect((await sharp(await thumbnail(at('train/a/1.jpg'), { side: 999 })).metadata()).width).toBe(240);
});

test('files that differ only in their middle are not the same, and large ones are compared too', async () => {
  const bytes = Buffer.from(await photo(9).png({ compressionLevel: 0 }).toBuffer());
  const long = Buffer.concat([bytes, Buffer.alloc(2 ** 20, 1)]);
  const other = Buffer.from(long);
  other[long.length >> 1] = 2;
  await Promise.all([writeFile(at('train/a/long.png'), long), writeFile(at('train/b/other.png'), other), writeFile(at('val/a/again.png'), long)]);
  expect(await findDuplicates(await scanFolder(root))).toEqual([
    { kind: 'identical', paths: [at('train/a/long.png'), at('val/a/again.png')], acrossParts: true, acrossClasses: false },
  ]);
});
