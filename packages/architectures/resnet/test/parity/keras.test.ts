import { startBackend } from '@attune/backend';
import { CheckpointError, inOurNames, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { disposeModule, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';

import { kerasResNet50 } from '../../../../../tools/testing/keras-models.ts';
import { savedByTfjs } from '../../../../../tools/testing/saved-by-tfjs.ts';
import { resnet50 } from '../../src/index.ts';

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

describe("Keras' ResNet50", () => {
  it('with its strides where torchvision has them loads whole, biases and epsilon folded, and its logits are those of tfjs-layers within 1e-4 of the largest', async () => {
    const keras = kerasResNet50({ imageSize: 64, classes: 5, strideIn: 2 });
    const ours = inOurNames(await readCheckpoint(await savedByTfjs(keras)));
    const network = resnet50({ classes: 5 });
    const report = await loadPretrained(network, ours);
    expect([report.loaded.length, report.reinitialised, report.fresh, report.ignored]).toEqual([267, [], [], []]);
    const images = tf.randomUniform<tf.Rank.R4>([2, 64, 64, 3], -1, 1, 'float32', 3);
    const wanted = (keras.predict(images) as tf.Tensor2D).dataSync();
    const logits = tf.tidy(() => network.forward(images, evaluation)).dataSync();
    const scale = Math.max(...wanted.map(Math.abs));
    expect(scale).toBeGreaterThan(0.01);
    expect(Math.max(...wanted.map((value, index) => Math.abs(value - logits[index]!))) / scale).toBeLessThan(1e-4);
    images.dispose();
    disposeModule(network);
    keras.dispose();
  });

  it('as keras.applications has it is refused, with the stride that makes it another network and the way out', async () => {
    const keras: LayersModel = kerasResNet50({ imageSize: 32, classes: 2, strideIn: 1 });
    const checkpoint = await readCheckpoint(await savedByTfjs(keras));
    keras.dispose();
    expect(() => inOurNames(checkpoint)).toThrow(CheckpointError);
    expect(() => inOurNames(checkpoint)).toThrow(/its conv3_block1_1_conv has strides \[2, 2\].*torchvision:resnet50/u);
    expect(() => inOurNames({ ...checkpoint, layers: new Map() })).toThrow(/it does not say where it halves the image/u);
  });
});
