import { BatchNorm2d, Conv2d, Linear, type Module, Network, type Segment, seededRandom, stateField } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** conv1, bn1, perhaps attention, fc: a classifier with every kind of state, images
 * [N, 4, 4, 2] → logits. */
export class TinyNetwork extends Network {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly attention1: Module | null;
  readonly fc: Linear;

  constructor({ classes = 3, attention = false as boolean | Module, seed = 0, traits = new Map<string, string>() } = {}) {
    super({ architecture: 'tiny', classes, traits });
    const random = seededRandom(seed);
    this.conv1 = new Conv2d({ inChannels: 2, outChannels: 4, kernelSize: 3, bias: false, random });
    this.bn1 = new BatchNorm2d({ channels: 4 });
    this.attention1 = attention === true ? new Conv2d({ inChannels: 4, outChannels: 4, kernelSize: 1, random }) : attention || null;
    this.fc = new Linear({ inFeatures: 4, outFeatures: classes, random });
  }

  segments(): readonly Segment[] {
    return [
      {
        name: 'stem',
        fields: ['conv1', 'bn1', ...(this.attention1 === null ? [] : [stateField('attention1', this.attention1)])],
        forward: (images, context) => this.bn1.forward(this.conv1.forward(images as tf.Tensor4D, context), context),
      },
      { name: 'head', fields: ['fc'], forward: (features, context) => this.fc.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context) },
    ];
  }
}
