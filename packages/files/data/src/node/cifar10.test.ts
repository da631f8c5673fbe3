import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Batch, cifar10, openDataset, openEvaluation } from '../index.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-cifar-'));
});

afterEach(() => rm(root, { recursive: true }));

/** A record whose red, green and blue planes are flat: 10 × label, 100 and 200. */
function record(label: number): Buffer {
  return Buffer.concat([Buffer.of(label), Buffer.alloc(1024, label * 10), Buffer.alloc(1024, 100), Buffer.alloc(1024, 200)]);
}

const write = (name: string, labels: readonly number[]) => writeFile(join(root, name), Buffer.concat(labels.map(record)));

test('planes become interleaved pixels, batches are read in the order of their numbers', async () => {
  await Promise.all([write('data_batch_10.bin', [3]), write('data_batch_2.bin', [1, 2]), write('test_batch.bin', [4])]);
  const { train, validation, classes } = await openDataset(root, { mean: [0, 0, 0], std: [1, 1, 1] });
  expect(classes[9]).toBe('truck');
  expect([...train.labels]).toEqual([1, 2, 3]);
  expect([train.nameOf(1), train.nameOf(2), validation.nameOf(0)]).toEqual(['data_batch_2.bin#1', 'data_batch_10.bin#0', 'test_batch.bin#0']);
  const batches: Batch[] = [];
  for await (const batch of train.batches({ batchSize: 4 })) batches.push(batch);
  expect(Array.from(batches[0]!.images.subarray(3069, 3072), (value) => Math.round(value * 255))).toEqual([10, 100, 200]);
});

test('without a test batch, a stratified share is held back', async () => {
  await write('data_batch_1.bin', [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  const { train, validation } = await cifar10(root);
  expect([...train.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect([...validation.labels]).toEqual([0, 1]);
});

test('names beside the files are the classes, and one .bin is evaluated whole', async () => {
  await write('some.bin', [1, 0, 1]);
  await writeFile(join(root, 'batches.meta.txt'), 'cat\r\ndog\r\n\r\n');
  const { classes, images } = await openEvaluation(join(root, 'some.bin'));
  expect(classes).toEqual(['cat', 'dog']);
  expect([...images.labels]).toEqual([1, 0, 1]);
});

test('every file that is no CIFAR-10 binary is named', async () => {
  await Promise.all([write('data_batch_1.bin', [11]), writeFile(join(root, 'data_batch_2.bin'), 'short')]);
  await expect(cifar10(root)).rejects.toMatchObject({ code: 'ATTUNE_DATASET', faults: [{ kind: 'wrong-label' }, { kind: 'wrong-size' }] });
  await expect(openEvaluation(join(root, 'nowhere.bin'))).rejects.toMatchObject({ faults: [{ kind: 'missing' }] });
});
