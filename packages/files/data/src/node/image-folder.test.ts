import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Batch, DatasetError, imageFolder, openEvaluation, scanFolder } from '../index.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-data-'));
});

afterEach(() => rm(root, { recursive: true }));

/** An image of one gray, 10 × 8 pixels. */
async function paint(name: string, gray = 100): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await sharp({ create: { width: 10, height: 8, channels: 3, background: { r: gray, g: gray, b: gray } } }).toFile(path);
}

const faultsOf = async (opening: Promise<unknown>) => {
  const fault = await opening.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(fault).toBeInstanceOf(DatasetError);
  return (fault as DatasetError).faults.map(({ kind }) => kind);
};

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

test.each(['val', 'valid', 'validation', 'test'])('train/ and %s/ are the two parts', async (name) => {
  await Promise.all(['train/a/1.png', 'train/b/1.png', 'train/b/2.jpg', `${name}/a/1.png`, `${name}/b/1.png`].map((path) => paint(path)));
  const { classes, counts, skipped } = await imageFolder(root, { imageSize: 8 });
  expect(classes).toEqual(['a', 'b']);
  expect(counts).toEqual([
    { name: 'a', train: 1, validation: 1 },
    { name: 'b', train: 2, validation: 1 },
  ]);
  expect(skipped).toEqual([]);
});

async function heldNames(splitSeed: number): Promise<string[]> {
  const { validation } = await imageFolder(root, { imageSize: 8, splitSeed });
  return Array.from({ length: validation.size }, (_, index) => validation.nameOf(index));
}

test('one folder of classes is divided, a share of each class held back, the same one each time', async () => {
  await Promise.all(['a', 'b'].flatMap((name) => Array.from({ length: 10 }, (_, index) => paint(`${name}/${index}.png`))));
  const held = await heldNames(1);
  for (const name of ['a', 'b']) {
    const ofClass = held.filter((path) => path.startsWith(`${name}/`)).length;
    expect(ofClass).toBeGreaterThan(0);
    expect(ofClass).toBeLessThan(10);
  }
  expect(await heldNames(1)).toEqual(held);
  expect(await heldNames(2)).not.toEqual(held);
});

test('images are decoded, transformed and normalised into batches', async () => {
  await Promise.all([paint('a/1.png', 0), paint('a/2.png', 0), paint('b/1.png', 255), paint('b/2.png', 255)]);
  const { train } = await imageFolder(root, { imageSize: 8, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
  const [batch] = await collect(train.batches({ batchSize: 8 }));
  expect(batch?.shape).toEqual([2, 8, 8, 3]);
  expect([...batch!.labels]).toEqual([0, 1]);
  expect(new Set(batch!.images.subarray(0, 192))).toEqual(new Set([-1]));
  expect(new Set(batch!.images.subarray(192))).toEqual(new Set([1]));
});

async function augmentedEpoch(): Promise<Batch[]> {
  const { train } = await imageFolder(root, { imageSize: 64 });
  return collect(train.batches({ batchSize: 4, shuffle: true, augment: true, seed: 5, epoch: 2 }));
}

test('shuffled, augmented batches are the same on every run', async () => {
  await Promise.all(['a', 'b'].flatMap((name) => Array.from({ length: 9 }, (_, index) => paint(`${name}/${index}.png`, index * 20))));
  expect(await augmentedEpoch()).toEqual(await augmentedEpoch());
});

test('an empty class, a class only in val/ and a broken image are reported at once', async () => {
  await Promise.all(['train/a/1.png', 'train/b/1.png', 'val/a/1.png', 'val/c/1.png'].map((path) => paint(path)));
  await mkdir(join(root, 'train/empty'));
  await writeFile(join(root, 'train/a/broken.jpg'), 'not an image');
  expect(await faultsOf(imageFolder(root))).toEqual(['empty-class', 'unknown-class', 'broken-image']);
});

test('a folder that is not there, a file, an empty folder and one class are refused', async () => {
  expect(await faultsOf(imageFolder(join(root, 'nowhere')))).toEqual(['missing']);
  expect(await faultsOf(imageFolder(root))).toEqual(['no-classes']);
  await paint('a/1.png');
  expect(await faultsOf(imageFolder(join(root, 'a/1.png')))).toEqual(['missing']);
  expect(await faultsOf(imageFolder(root))).toEqual(['one-class']);
  await paint('b/1.png');
  expect(await faultsOf(imageFolder(root))).toEqual(['too-few-images', 'too-few-images']);
});

test('val/ without train/ can be evaluated but not trained on', async () => {
  await Promise.all([paint('val/a/1.png'), paint('val/b/1.png')]);
  expect(await faultsOf(imageFolder(root))).toEqual(['no-training-folder']);
  expect((await openEvaluation(root)).images.size).toBe(2);
});

test('an image that is cut short, a 0-byte file and a huge claim are found by the scan', async () => {
  await Promise.all([paint('a/1.png'), paint('b/1.jpg')]);
  const whole = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer();
  await writeFile(join(root, 'b/cut.jpg'), whole.subarray(0, -20));
  await writeFile(join(root, 'b/zero.png'), '');
  await writeFile(join(root, 'b/trailing.jpg'), Buffer.concat([whole, Buffer.alloc(5000)]));
  const { broken } = await scanFolder(root);
  expect(broken.map(({ path }) => path)).toEqual([join(root, 'b/cut.jpg'), join(root, 'b/zero.png')]);
  const limited = await scanFolder(root, { maxPixels: 100 });
  expect(limited.broken.find(({ path }) => path.endsWith('trailing.jpg'))?.reason).toContain('90 × 90 = 8,100 pixels, above the limit of 100');
});

test('damage in the middle of a file is found by a deep scan', async () => {
  await Promise.all([paint('a/1.png'), paint('b/1.png')]);
  const damaged = await sharp(Buffer.alloc(300 * 300 * 3, 7), { raw: { width: 300, height: 300, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  await writeFile(join(root, 'b/2.png'), Buffer.concat([damaged.subarray(0, 20_000), Buffer.alloc(50_000), damaged.subarray(70_000)]));
  expect((await scanFolder(root)).broken).toEqual([]);
  expect((await scanFolder(root, { deep: true })).broken.map(({ path }) => path)).toEqual([join(root, 'b/2.png')]);
});

test('links to folders are followed, and a link to a folder above does not hang', async () => {
  await Promise.all([paint('real/1.png'), paint('set/a/1.png'), paint('set/b/deeper/1.png')]);
  await symlink(join(root, 'real'), join(root, 'set/a/linked'));
  await symlink(join(root, 'set/b'), join(root, 'set/b/deeper/loop'));
  const { train } = await scanFolder(join(root, 'set'));
  expect(train.map(({ name }) => name)).toEqual(['a/1.png', 'a/linked/1.png', 'b/deeper/1.png']);
});

test('labels of an evaluation are positions in the model’s classes', async () => {
  await Promise.all([paint('b/1.png'), paint('d/1.png')]);
  const { images } = await openEvaluation(root, { classes: ['a', 'b', 'c', 'd'] });
  expect([...images.labels]).toEqual([1, 3]);
  expect(await faultsOf(openEvaluation(root, { classes: ['a', 'b'] }))).toEqual(['unknown-class']);
});

test('an abort ends reading with its reason', async () => {
  await Promise.all(['a', 'b'].flatMap((name) => Array.from({ length: 6 }, (_, index) => paint(`${name}/${index}.png`))));
  const { train } = await imageFolder(root, { imageSize: 64 });
  const stop = new AbortController();
  const batches = train.batches({ batchSize: 2, signal: stop.signal })[Symbol.asyncIterator]();
  await batches.next();
  stop.abort(new Error('stopped by the user'));
  await expect(batches.next()).rejects.toThrow('stopped by the user');
});
