import { evaluation, seededRandom } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { BasicBlock, Bottleneck, type StrideIn } from './block.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const common = { attention: null, placement: 'after-block', random: seededRandom(1) } as const;

/** A block whose residual branch is silent, so that its output is its shortcut. */
function silent(config: { readonly inChannels: number; readonly channels: number; readonly stride: 1 | 2 }): BasicBlock {
  const block = new BasicBlock({ ...common, ...config, shortcut: 'zero-pad' });
  block.bn2.weight.assign(tf.zeros([config.channels]));
  return block;
}

describe('BasicBlock', () => {
  it('with option A carries every other pixel past, zero channels added before and behind', () => {
    const input = tf.reshape<tf.Rank.R4>(tf.range(1, 33, 1), [1, 4, 4, 2]);
    const output = silent({ inChannels: 2, channels: 4, stride: 2 }).forward(input, evaluation);
    expect(output.arraySync()).toEqual([
      [
        [
          [0, 1, 2, 0],
          [0, 5, 6, 0],
        ],
        [
          [0, 17, 18, 0],
          [0, 21, 22, 0],
        ],
      ],
    ]);
  });

  it('carries its very input past where the shape stays', () => {
    const input = tf.ones<tf.Rank.R4>([1, 2, 2, 3]);
    expect(silent({ inChannels: 3, channels: 3, stride: 1 }).forward(input, evaluation).dataSync()).toEqual(input.dataSync());
  });

  it.each([4, 5])('halves a side of %i pixels, rounding up, by projection or by option A alike', (side) => {
    for (const shortcut of ['projection', 'zero-pad'] as const) {
      const block = new BasicBlock({ ...common, inChannels: 2, channels: 4, stride: 2, shortcut });
      expect(block.forward(tf.ones([1, side, side, 2]), evaluation).shape).toEqual([1, Math.ceil(side / 2), Math.ceil(side / 2), 4]);
      expect(block.downsample === null).toBe(shortcut === 'zero-pad');
    }
  });
});

describe('Bottleneck', () => {
  it.each<[StrideIn, string]>([
    ['conv2', 'still reaches'],
    ['conv1', 'never reaches'],
  ])('with its stride in %s, a pixel beside the grid %s the output', (strideIn) => {
    const block = new Bottleneck({ ...common, inChannels: 4, channels: 1, stride: 2, strideIn, shortcut: 'projection' });
    for (const convolution of [block.conv1, block.conv2, block.conv3]) convolution.weight.assign(tf.ones(convolution.weight.shape));
    const reach = (place: number) => {
      const input = tf.buffer<tf.Rank.R4>([1, 4, 4, 4]);
      input.set(1, 0, place, place, 0);
      return tf.sum(tf.abs(block.forward(input.toTensor(), evaluation))).dataSync()[0]!;
    };
    expect([reach(2) > 0, reach(1) > 0]).toEqual([true, strideIn === 'conv2']);
  });

  it('gives out four times its channels', () => {
    const block = new Bottleneck({ ...common, inChannels: 4, channels: 2, stride: 1, shortcut: 'projection' });
    expect(block.forward(tf.ones([1, 3, 3, 4]), evaluation).shape).toEqual([1, 3, 3, 8]);
    expect(block.downsample).not.toBeNull();
  });
});
