import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { resnet18 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../../tools/testing/golden.ts';
import { classify, embed } from '../../src/index.ts';

const data = process.env.ATTUNE_DATA;

async function tensorOf(file: string, name: string): Promise<tf.Tensor> {
  const entry = (await readCheckpoint(join(data!, file))).tensors.find((tensor) => tensor.name === name)!;
  return tf.tensor(await entry.readFloat32(), [...entry.shape]);
}

describe.skipIf(data === undefined)('an ImageNet ResNet-18 on four photos', () => {
  it("has PyTorch's probabilities and its 512 features before fc, within 1e-4 of the largest", async () => {
    await startBackend('auto');
    const network = resnet18();
    await loadPretrained(network, await readCheckpoint(join(data!, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors')));
    const images = tf.transpose(await tensorOf('golden/step/resnet18_imagenet_cbam.step.safetensors', 'input'), [0, 2, 3, 1]) as tf.Tensor4D;

    const features = await embed(network, images);
    const goldenFeatures = await (await tensorOf('golden/imagenet-resnet18.safetensors', 'features4')).data<'float32'>();
    expect(
      relativeDifferenceOf(
        features.flatMap((vector) => [...vector]),
        goldenFeatures,
      ),
    ).toBeLessThan(1e-4);

    const golden = (await tf.softmax(await tensorOf('golden/imagenet-resnet18.safetensors', 'logits4')).array()) as number[][];
    for (const [image, guesses] of (await classify(network, images, { top: 5 })).entries()) {
      for (const { index, probability } of guesses) expect(Math.abs(probability - golden[image]![index]!)).toBeLessThan(1e-4);
      expect(guesses[0]!.probability).toBeCloseTo(Math.max(...golden[image]!), 4);
    }
  });
});
