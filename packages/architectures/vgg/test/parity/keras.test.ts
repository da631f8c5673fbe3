import { startBackend } from '@attune/backend';
import { type TensorEntry, inNamesOf, inOurNames, loadPretrained, readCheckpoint, withChannelsReversed } from '@attune/checkpoint';
import { disposeModule, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { kerasVgg16 } from '../../../../../tools/testing/keras-models.ts';
import { inShards, savedByTfjs } from '../../../../../tools/testing/saved-by-tfjs.ts';
import { vgg16 } from '../../src/index.ts';

/** 64 pixels leave 2 × 2 positions for the first dense layer, whose order they make visible. */
const size = { imageSize: 64, hidden: 24, classes: 5 };

let keras: LayersModel;
let files: File[];
beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
  keras = kerasVgg16(size);
  files = await inShards(await savedByTfjs(keras), 4 * 2 ** 20);
});
afterAll(() => keras.dispose());

describe("Keras' VGG16", () => {
  it('saved by tfjs-layers loads whole, and its logits are those of tfjs-layers within 1e-4 of the largest', async () => {
    const network = vgg16({ classes: 5, hidden: 24, poolSize: 2 });
    const report = await loadPretrained(network, inOurNames(await readCheckpoint(files)));
    expect([report.loaded.length, report.reinitialised, report.fresh, report.ignored]).toEqual([32, [], [], []]);
    const images = tf.randomUniform<tf.Rank.R4>([2, 64, 64, 3], -1, 1, 'float32', 3);
    const wanted = (keras.predict(images) as tf.Tensor2D).dataSync();
    const logits = tf.tidy(() => network.forward(images, evaluation)).dataSync();
    const scale = Math.max(...wanted.map(Math.abs));
    expect(scale).toBeGreaterThan(0.01);
    expect(Math.max(...wanted.map((value, index) => Math.abs(value - logits[index]!))) / scale).toBeLessThan(1e-4);
    images.dispose();
    disposeModule(network);
  });

  it('that was shown blue before red gives its logits for red before blue once its first kernel is reversed, within 1e-4 of the largest', async () => {
    const network = vgg16({ classes: 5, hidden: 24, poolSize: 2 });
    await loadPretrained(network, withChannelsReversed(inOurNames(await readCheckpoint(files))));
    const images = tf.randomUniform<tf.Rank.R4>([1, 64, 64, 3], -1, 1, 'float32', 4);
    const wanted = (keras.predict(tf.reverse(images, 3)) as tf.Tensor2D).dataSync();
    const logits = tf.tidy(() => network.forward(images, evaluation)).dataSync();
    expect(Math.max(...wanted.map((value, index) => Math.abs(value - logits[index]!))) / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-4);
    images.dispose();
    disposeModule(network);
  });

  it('goes back to its own names, layout and order with the same bits', async () => {
    const checkpoint = await readCheckpoint(files);
    const back = inNamesOf('keras', inOurNames(checkpoint));
    expect(back.tensors.map(({ name, shape }) => [name, shape])).toEqual(checkpoint.tensors.map(({ name, shape }) => [name, shape]));
    for (const [index, entry] of checkpoint.tensors.entries()) expect([entry.name, await sameBits(back.tensors[index]!, entry)]).toEqual([entry.name, true]);
  });
});

async function sameBits(a: TensorEntry, b: TensorEntry): Promise<boolean> {
  const [one, other] = [await a.read(), await b.read()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return one!.equals(other!);
}
