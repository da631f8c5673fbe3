import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { cifar10Evaluation } from '@attune/data';
import { type Network, disposeModule, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

import { relativeDifferenceOf } from '../../../../../tools/testing/golden.ts';

const data = process.env['ATTUNE_DATA'] ?? '';
const batchSize = 250;

/** Logits [N, 10] of the whole test set, in file order. */
async function testLogits(network: Network): Promise<Float32Array> {
  const { images } = await cifar10Evaluation(join(data, 'cifar10/test_batch.bin'));
  const logits = new Float32Array(images.size * network.classes);
  for await (const { images: pixels, shape, indices } of images.batches({ batchSize })) {
    const values = tf.tidy(() => network.forward(tf.tensor4d(pixels, [...shape]), evaluation).dataSync());
    logits.set(values, indices[0]! * network.classes);
  }
  return logits;
}

/** The values of a .npy file of float32 in row-major order. */
function readNpy(path: string): Float32Array {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}

function predictions(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, image) => {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

/** That a trained network takes each of CIFAR-10's 10,000 test images for what PyTorch
 * takes it for, and its logits of the first 64 are PyTorch's within 1e-4. */
export async function expectPyTorchsPredictions(network: Network, { name, file }: { readonly name: string; readonly file: string }): Promise<void> {
  await loadPretrained(network, await readCheckpoint(join(data, 'checkpoints/cifar10-resnet', file)));
  const logits = await testLogits(network);
  const wanted = readFileSync(join(data, `golden/predictions-${name}.u8`));
  const differing = [...predictions(logits, network.classes)].filter((prediction, image) => prediction !== wanted[image]);
  expect([wanted.length, differing.length]).toEqual([10_000, 0]);
  const first = readNpy(join(data, `golden/logits64-${name}.npy`));
  expect(relativeDifferenceOf(logits.subarray(0, first.length), first)).toBeLessThan(1e-4);
  disposeModule(network);
}
