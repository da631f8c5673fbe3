import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type LabelledImages, kindOf, openDataset, openEvaluation } from '../index.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-cifar-archive-'));
});

afterEach(() => rm(root, { recursive: true }));

/** A record whose pixels are all its last label. */
function record(...labels: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(labels), Buffer.alloc(3072, labels.at(-1))]);
}

/** Packs files as the published archives are packed: gzip, in one folder. */
async function pack(archive: string, files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  }
  execFileSync('tar', ['-czf', archive, ...new Set(Object.keys(files).map((name) => name.split('/')[0]!))], { cwd: root });
  return at(archive);
}

function namesOf(images: LabelledImages): string[] {
  return Array.from({ length: images.size }, (_, index) => images.nameOf(index));
}

test('cifar-10-binary.tar.gz, as it is published, opens without being unpacked', async () => {
  const folder = 'cifar-10-batches-bin';
  const path = await pack('cifar-10-binary.tar.gz', {
    [`${folder}/readme.html`]: '<html>',
    [`${folder}/batches.meta.txt`]: 'plane\ncar\nbird\n\n',
    [`${folder}/data_batch_2.bin`]: record(2),
    [`${folder}/data_batch_1.bin`]: Buffer.concat([record(0), record(1)]),
    [`${folder}/test_batch.bin`]: record(1),
  });
  expect(await kindOf(path)).toBe('cifar');
  const { classes, train, validation } = await openDataset(path);
  expect([classes, [...train.labels], [...validation.labels]]).toEqual([['plane', 'car', 'bird'], [0, 1, 2], [1]]);
  expect([namesOf(train), (await train.image(2)).data[0]]).toEqual([['data_batch_1.bin#0', 'data_batch_1.bin#1', 'data_batch_2.bin#0'], 2]);
  const { images } = await openEvaluation(path, { part: 'train' });
  expect([...images.labels]).toEqual([0, 1, 2]);
});

test('cifar-100-binary.tar.gz gives the fine labels by their names', async () => {
  const path = await pack('cifar-100-binary.tar.gz', {
    'cifar-100-binary/coarse_label_names.txt': 'fruit\n',
    'cifar-100-binary/fine_label_names.txt': 'apple\nbear\n',
    'cifar-100-binary/test.bin': record(0, 1),
    'cifar-100-binary/train.bin': Buffer.concat([record(0, 1), record(0, 0)]),
  });
  const { classes, train } = await openDataset(path);
  expect([classes, [...train.labels]]).toEqual([
    ['apple', 'bear'],
    [1, 0],
  ]);
  const { images } = await openEvaluation(path, { part: 'test' });
  expect([namesOf(images), [...images.labels]]).toEqual([['test.bin#0'], [1]]);
});

test('the version for Python, an archive of something else, one that is cut short and one that is no archive are told apart', async () => {
  const python = await pack('cifar-10-python.tar.gz', { 'cifar-10-batches-py/data_batch_1': 'pickle' });
  await expect(openDataset(python)).rejects.toThrow(`${python} is the version for Python: download the binary version`);
  const other = await pack('other.tgz', { 'photos/1.png': 'x' });
  await expect(openDataset(other)).rejects.toThrow('holds no data_batch_*.bin');
  await truncate(other, 60);
  await expect(openDataset(other)).rejects.toMatchObject({ code: 'ATTUNE_DATASET', faults: [{ kind: 'unreadable' }] });
  await writeFile(other, 'nothing');
  await expect(openDataset(other)).rejects.toThrow(`${other} cannot be unpacked`);
});
