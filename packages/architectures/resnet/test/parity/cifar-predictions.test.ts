import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { cifar10Evaluation } from '@attune/data';
import { type Network, disposeModule, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../../tools/testing/golden.ts';
import { resnet20, resnet32, resnet56 } from '../../src/index.ts';

const data = process.env.ATTUNE_DATA ?? '';
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

describe.skipIf(!process.env.ATTUNE_DATA)('the trained CIFAR-10 ResNets on the whole test set', () => {
  beforeAll(async () => {
    await startBackend('wasm', { threads: 2 });
  });

  it.each([
    ['resnet20', 'resnet20-12fca82f.th', resnet20],
    ['resnet32', 'resnet32-d509ac18.th', resnet32],
    ['resnet56', 'resnet56-4bfd9763.th', resnet56],
  ] as const)(
    '%s: all 10,000 predictions are PyTorch’s, and the logits of the first 64 images within 1e-4',
    async (name, file, build) => {
      const network = build();
      await loadPretrained(network, await readCheckpoint(join(data, 'checkpoints/cifar10-resnet', file)));
      const logits = await testLogits(network);
      const wanted = readFileSync(join(data, `golden/predictions-${name}.u8`));
      const differing = [...predictions(logits, network.classes)].filter((prediction, image) => prediction !== wanted[image]);
      expect([wanted.length, differing.length]).toEqual([10_000, 0]);
      const first = readNpy(join(data, `golden/logits64-${name}.npy`));
      expect(relativeDifferenceOf(logits.subarray(0, first.length), first)).toBeLessThan(1e-4);
      disposeModule(network);
    },
    300_000,
  );
});
