import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type LabelledImages, type PartName, findDuplicates, imageFolder, openDataset, openEvaluation, scanFolder } from '../index.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-test-part-'));
});

afterEach(() => rm(root, { recursive: true }));

/** Images of 8 × 8 pixels, no two alike. */
async function paint(...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await mkdir(dirname(at(name)), { recursive: true });
    const background = { r: index * 20, g: 255 - index * 20, b: 40 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } }).toFile(at(name));
  }
}

function namesOf(images: LabelledImages): string[] {
  return Array.from({ length: images.size }, (_, index) => images.nameOf(index));
}

async function evaluated(path: string, part?: PartName): Promise<string[]> {
  return namesOf((await openEvaluation(path, { imageSize: 8, part })).images);
}

describe('train/, val/ and test/', () => {
  beforeEach(() => paint('train/a/1.png', 'train/b/2.png', 'val/a/3.png', 'val/b/4.png', 'test/a/5.png', 'test/a/6.png', 'test/b/7.png'));

  test('the third is counted, and neither trained on nor validated with', async () => {
    const { counts, train, validation, skipped } = await imageFolder(root, { imageSize: 8 });
    expect(counts).toEqual([
      { name: 'a', train: 1, validation: 1, test: 2 },
      { name: 'b', train: 1, validation: 1, test: 1 },
    ]);
    expect([namesOf(train), namesOf(validation), skipped]).toEqual([['train/a/1.png', 'train/b/2.png'], ['val/a/3.png', 'val/b/4.png'], []]);
  });

  test('each is evaluated when it is asked for', async () => {
    expect(await evaluated(root)).toEqual(['val/a/3.png', 'val/b/4.png']);
    expect(await evaluated(root, 'validation')).toEqual(['val/a/3.png', 'val/b/4.png']);
    expect(await evaluated(root, 'test')).toEqual(['test/a/5.png', 'test/a/6.png', 'test/b/7.png']);
    expect(await evaluated(root, 'train')).toEqual(['train/a/1.png', 'train/b/2.png']);
  });

  test('what is broken or unknown in it is found by the scan, whose progress counts it', async () => {
    await writeFile(at('test/a/bad.png'), 'nothing');
    const progress: [number, number][] = [];
    const scan = await scanFolder(root, { onProgress: (done, total) => progress.push([done, total]) });
    expect([scan.test?.length, scan.broken.map(({ path }) => path), progress.at(-1)]).toEqual([3, [at('test/a/bad.png')], [8, 8]]);
    await paint('test/c/8.png');
    const { faults, skipped } = await scanFolder(root);
    expect([faults, skipped]).toEqual([[], [{ path: at('test/c'), reason: 'its class is not one that is trained' }]]);
    await expect(evaluated(root, 'test')).rejects.toMatchObject({ faults: [{ kind: 'unknown-class', path: at('test/c') }, { kind: 'broken-image' }] });
  });

  test('an image of it that is also trained on is found', async () => {
    await copyFile(at('train/a/1.png'), at('test/a/again.png'));
    expect(await findDuplicates(await scanFolder(root))).toMatchObject([{ paths: [at('train/a/1.png'), at('test/a/again.png')], acrossParts: true }]);
  });
});

test('test/ without another part to validate with validates, and can be asked for by its name', async () => {
  await paint('train/a/1.png', 'train/b/2.png', 'test/a/3.png', 'test/b/4.png');
  const { counts, validation } = await imageFolder(root, { imageSize: 8 });
  expect([counts[0], namesOf(validation)]).toEqual([{ name: 'a', train: 1, validation: 1 }, ['test/a/3.png', 'test/b/4.png']]);
  expect(await evaluated(root, 'test')).toEqual(['test/a/3.png', 'test/b/4.png']);
});

test('test/ without classes, as competitions give it, is left alone in one line', async () => {
  await paint('train/a/1.png', 'train/b/2.png', 'val/a/3.png', 'val/b/4.png', 'test/5.png', 'test/6.png');
  const { counts, skipped } = await imageFolder(root, { imageSize: 8 });
  expect(counts.every(({ test: tested }) => tested === undefined)).toBe(true);
  expect(skipped).toEqual([{ path: at('test'), reason: 'it holds no class folders, so nothing can be tested with it' }]);
});

test('a part that is not there is an error that says where to put it', async () => {
  await paint('a/1.png', 'b/2.png');
  await expect(evaluated(root, 'test')).rejects.toThrow(`${root} has no test part: put its class folders into ${root}/test, or evaluate another part.`);
  await expect(evaluated(root, 'train')).rejects.toMatchObject({ faults: [{ kind: 'no-part' }] });
});

test('a table’s rows of the part "test" are counted, and evaluated when they are asked for', async () => {
  await paint('1.png', '2.png', '3.png', '4.png', '5.png');
  const table = at('set.csv');
  await writeFile(table, 'path,class,split\n1.png,a,train\n2.png,b,train\n3.png,a,val\n4.png,b,val\n5.png,a,test\n');
  const { counts, skipped } = await openDataset(table, { imageSize: 8 });
  expect([counts.map((count) => count.test), skipped]).toEqual([[1, 0], []]);
  expect([await evaluated(table, 'test'), await evaluated(table)]).toEqual([['5.png'], ['3.png', '4.png']]);
  await writeFile(table, 'path,class\n1.png,a\n2.png,b\n');
  await expect(evaluated(table, 'test')).rejects.toThrow('has no test part');
});
