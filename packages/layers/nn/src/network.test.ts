import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { BatchNorm2d } from './batch-norm.ts';
import { Conv2d } from './conv2d.ts';
import { Linear } from './linear.ts';
import { evaluation, namedVariables } from './module.ts';
import { Network, type Segment, parametersInForwardOrder, runSegments, segmentVariables } from './network.ts';
import { seededRandom } from './random.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Eleven convolutions, a gate declared last but met after the first two, and a head. */
class Chain extends Network {
  readonly features: readonly Conv2d[];
  readonly fc: Linear;
  readonly gate1 = new BatchNorm2d({ channels: 1 });

  constructor() {
    super({ architecture: 'chain', classes: 2 });
    const random = seededRandom(1);
    this.features = Array.from({ length: 11 }, () => new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1, bias: false, random }));
    this.fc = new Linear({ inFeatures: 1, outFeatures: 2, random });
  }

  segments(): readonly Segment[] {
    const names = this.features.map((_, index) => `features.${index}`);
    return [
      {
        name: 'first',
        fields: [...names.slice(0, 2), 'gate1'],
        forward: (input, context) => this.gate1.forward(this.features[1]!.forward(this.features[0]!.forward(input as tf.Tensor4D, context), context), context),
      },
      {
        name: 'second',
        fields: names.slice(2),
        forward: (input, context) => this.features.slice(2).reduce((x, layer) => layer.forward(x, context), input as tf.Tensor4D),
      },
      { name: 'head', fields: ['fc'], forward: (input, context) => this.fc.forward(tf.mean<tf.Tensor2D>(input, [1, 2]), context) },
    ];
  }
}

describe('Network', () => {
  const network = new Chain();
  const images = tf.ones<tf.Rank.R4>([3, 2, 2, 1]);

  it('knows its name and classes, and neither is state', () => {
    expect([network.architecture, network.classes]).toEqual(['chain', 2]);
    expect([...namedVariables(network)].some(([name]) => name.includes('architecture'))).toBe(false);
  });

  it('is the fold of its segments: cut anywhere, the two halves give the same logits', () => {
    const whole = network.forward(images, evaluation);
    expect(whole.shape).toEqual([3, 2]);
    for (let cut = 0; cut <= 3; cut++) {
      const features = runSegments(network.segments().slice(0, cut), images, evaluation);
      expect(runSegments(network.segments().slice(cut), features, evaluation).dataSync()).toEqual(whole.dataSync());
    }
  });
});

describe('segmentVariables', () => {
  it('tells features.1 from features.10', () => {
    const network = new Chain();
    expect([...segmentVariables(network, network.segments()[0]!).keys()].slice(0, 3)).toEqual(['features.0.weight', 'features.1.weight', 'gate1.weight']);
  });

  it('covers every variable once over all segments', () => {
    const network = new Chain();
    const names = network.segments().flatMap((segment) => [...segmentVariables(network, segment).keys()]);
    expect(names.toSorted()).toEqual([...namedVariables(network)].map(([name]) => name).toSorted());
  });
});

describe('parametersInForwardOrder', () => {
  it('puts a gate where the forward pass meets it, and leaves buffers out', () => {
    const names = [...parametersInForwardOrder(new Chain()).keys()];
    expect(names.slice(0, 5)).toEqual(['features.0.weight', 'features.1.weight', 'gate1.weight', 'gate1.bias', 'features.2.weight']);
    expect(names.slice(-2)).toEqual(['fc.weight', 'fc.bias']);
    expect(names.some((name) => name.includes('running'))).toBe(false);
  });
});
