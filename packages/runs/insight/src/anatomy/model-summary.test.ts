import { cbam } from '@attune/cbam';
import { disposeModule } from '@attune/nn';
import { resnet18, resnet20 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { type LayerRow, summarizeModel } from './model-summary.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const rowsByPath = (layers: readonly LayerRow[]) => new Map(layers.map((row) => [row.path, row]));

it('lists a CIFAR ResNet-20 in forward order, with multiply-adds by hand and no tensor left behind', () => {
  const network = resnet20();
  const before = tf.memory().numTensors;
  const { layers, parameters } = summarizeModel(network, { imageSize: 32 });
  expect(tf.memory().numTensors).toBe(before);
  expect(layers.slice(0, 4).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'conv1 Conv2d',
    'bn1 BatchNorm2d',
    'layer1.0 BasicBlock',
    'layer1.0.conv1 Conv2d',
  ]);
  expect(layers[0]).toMatchObject({ outputShape: [1, 32, 32, 16], multiplyAdds: 32 * 32 * 16 * 27, parameters: 432, receptiveField: 3, outputBytes: 65536 });
  expect(layers.at(-1)).toMatchObject({ path: 'linear', multiplyAdds: 640, receptiveField: 'whole' });
  expect(parameters).toBe(269_722);
  disposeModule(network);
});

it('follows the receptive field of a ResNet-18 to 435 pixels, through the pool and past the shortcuts', () => {
  const network = resnet18({ classes: 2, attention: cbam() });
  const rows = rowsByPath(summarizeModel(network, { imageSize: 32 }).layers);
  const fields = ['conv1', 'maxpool', 'layer1.1', 'layer2.0.downsample.0', 'layer2.1', 'layer3.1', 'layer4.1'].map((path) => rows.get(path)!.receptiveField);
  expect(fields).toEqual([7, 11, 43, 43, 99, 211, 435]);
  expect(rows.get('layer4.1.cbam.spatial.conv')).toMatchObject({ attention: true, receptiveField: null, parameters: 98 });
  disposeModule(network);
});
