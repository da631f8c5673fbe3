import { cbam } from '@attune/cbam';
import { UnknownOptionError } from '@attune/errors';
import { resnets } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { ClassIndexError, LayerError, attentionGates, gradCam, gradCamPlusPlus, lastFeatures, occlusion } from '../src/index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const image = () => tf.randomNormal<tf.Rank.R4>([1, 16, 16, 3], 0, 1, 'float32', 3);

describe('maps of a CIFAR ResNet', () => {
  it('attention at its identity start is a gate of 1 everywhere; a network without attention has none', async () => {
    const [blocks] = await attentionGates(resnets.resnet20({ classes: 3, attention: cbam() }), image());
    expect(blocks).toHaveLength(9);
    for (const { channels, positions } of blocks!) {
      expect(channels.every((gate) => gate === 1)).toBe(true);
      expect(positions!.values.every((gate) => gate === 1)).toBe(true);
    }
    expect(await attentionGates(resnets.resnet20({ classes: 3 }), image())).toEqual([[]]);
  });

  it('looks at the last segment, explains the most probable class, and leaves no tensor', async () => {
    const network = resnets.resnet20({ classes: 3 });
    const input = image();
    const before = tf.memory().numTensors;
    const map = await gradCam(network, input);
    await occlusion(network, input, { patch: 8, stride: 8 });
    await attentionGates(network, input);
    expect(tf.memory().numTensors).toBe(before);
    expect(map).toMatchObject({ layer: lastFeatures(network), width: 4, height: 4 });
    expect(map.values.every((value) => value >= 0)).toBe(true);
  });

  it.each([gradCam, gradCamPlusPlus, occlusion])('%o refuses an option that does not exist', async (map) => {
    const misspelt: object = { class: 3 };
    await expect(map(resnets.resnet20({ classes: 3 }), image(), misspelt)).rejects.toThrow(UnknownOptionError);
  });

  it('a layer or a class that is not there is refused by name', async () => {
    const network = resnets.resnet20({ classes: 3 });
    await expect(gradCam(network, image(), { layer: 'layer9' })).rejects.toThrow(LayerError);
    await expect(gradCam(network, image(), { classIndex: 3 })).rejects.toThrow(ClassIndexError);
  });
});
