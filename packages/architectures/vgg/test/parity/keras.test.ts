import { startBackend } from '@attune/backend';
import { type TensorEntry, inNamesOf, inOurNames, loadPretrained, readCheckpoint, withChannelsReversed } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { differenceFromKeras } from '../../../../../tools/testing/keras-difference.ts';
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
    expect(differenceFromKeras(network, keras)).toBeLessThan(1e-4);
    disposeModule(network);
  });

  it('that was shown blue before red gives its logits for red before blue once its first kernel is reversed, within 1e-4 of the largest', async () => {
    const network = vgg16({ classes: 5, hidden: 24, poolSize: 2 });
    await loadPretrained(network, withChannelsReversed(inOurNames(await readCheckpoint(files))));
    expect(differenceFromKeras(network, keras, (images) => tf.reverse(images, 3))).toBeLessThan(1e-4);
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
