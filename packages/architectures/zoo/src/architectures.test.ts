import { Conv2d, Linear, Network, type Segment, disposeModule, evaluation, linearState, namedModules, seededRandom, stateDict } from '@attune/nn';
import type { ArchitectureDescription, ArchitectureOptions, Module } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { architectureNames, architectures, mergeArchitectures, placements } from './architectures.ts';
import { buildDescribed, buildEmptyModel, buildModel } from './build-model.ts';
import { guessAmong } from './guess-architecture.ts';
import { choiceFaults } from './require-fitting.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** One convolution, one gate behind it, and a head: what a package of someone's own would hold. */
class Toy extends Network {
  readonly conv: Conv2d;
  readonly cbam1: Module | null;
  readonly fc: Linear;

  constructor({ classes = 3, attention, seed = 0 }: ArchitectureOptions) {
    super({ architecture: 'toy', classes });
    const random = seededRandom(seed);
    this.conv = new Conv2d({ inChannels: 3, outChannels: 8, kernelSize: 3, bias: false, random });
    this.cbam1 = attention?.(8, random) ?? null;
    this.fc = new Linear({ inFeatures: 8, outFeatures: classes, random });
  }

  segments(): readonly Segment[] {
    const attend = (features: tf.Tensor4D, context: Parameters<Segment['forward']>[1]) => this.cbam1?.forward(features, context) ?? features;
    return [
      { name: 'stem', fields: ['conv', 'cbam1'], forward: (images, context) => attend(this.conv.forward(images as tf.Tensor4D, context), context) },
      { name: 'head', fields: ['fc'], forward: (features, context) => this.fc.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context) },
    ];
  }
}

const toy: ArchitectureDescription = {
  build: (options) => new Toy(options),
  imageSize: 16,
  leastImageSize: { side: 3, reason: 'its convolution sees 3 pixels' },
  classes: 3,
  unit: 'convolution',
  stages: [{ name: 'stem', blocks: [] }],
  placements: ['after-stage'],
  placement: 'after-stage',
  lacks: { attentionBlocks: 'it has no blocks', stochasticDepth: 'it has no branches', strideIn: 'it has no strides' },
  stem: 'conv',
  head: 'fc',
  state: (classes) => [{ name: 'conv.weight', shape: [8, 3, 3, 3] }, ...linearState('fc', 8, classes)],
  recognizes: (shapes) => shapes.has('conv.weight') && shapes.has('fc.weight'),
};

describe('a network of a new package', () => {
  const all = mergeArchitectures(architectures, { toy });

  it('is one of the list by its one line', () => {
    expect(Object.keys(all)).toEqual([...architectureNames, 'toy']);
  });

  it('is built with attention from the same plain data as every other', () => {
    const network = buildDescribed(all.toy, { classes: 5, attention: 'identity', reduction: 4, placement: 'after-stage', seed: 1 });
    expect(network.forward(tf.zeros([2, 16, 16, 3]), evaluation).shape).toEqual([2, 5]);
    expect([...stateDict(network).keys()]).toContain('cbam1.channel.fc1.weight');
  });

  it('is built without its weights where the seed is null', () => {
    const network = buildDescribed(all.toy, { classes: 5, attention: 'authors', reduction: 4, placement: 'after-stage', seed: null });
    const weights = [...stateDict(network)].filter(([name]) => name.endsWith('.weight') && !name.includes('.bn.'));
    expect(weights.map(([name, tensor]) => [name, tf.max(tf.abs(tensor as tf.Tensor)).arraySync()])).toEqual(weights.map(([name]) => [name, 0]));
  });

  it('is known again in a checkpoint, which no other claims, and no checkpoint of another is taken for it', () => {
    expect(guessAmong(all, toy.state(4))).toEqual({ architecture: 'toy', classes: 4, channels: 3, attention: null });
    expect(guessAmong(all, all.resnet18.state(4))?.architecture).toBe('resnet18');
  });

  it('refuses what it describes that it lacks, all at once', () => {
    const choices = { placement: 'in-block', attentionStages: [2], attentionBlocks: ['stem.0'], stochasticDepth: 0.1, imageSize: 2 } as const;
    const faults = choiceFaults({ name: 'toy', ...all.toy }, choices, (choice) => choice);
    expect(faults.map(({ message }) => message)).toEqual([
      'toy takes no attentionBlocks, because it has no blocks: leave it out, and choose convolution with attentionStages.',
      'toy takes no stochasticDepth, because it has no branches: leave it out.',
      'toy takes attention behind its convolution, not in-block: leave placement out, or choose after-stage.',
      'toy has no stage 2: choose attentionStages among 1.',
      'toy needs images of 3 pixels or more (its convolution sees 3 pixels): imageSize is 2.',
    ]);
  });

  it('may not have the name of another', () => {
    expect(() => mergeArchitectures(architectures, { vgg11: toy })).toThrow(
      expect.objectContaining({ code: 'ATTUNE_DUPLICATE_ARCHITECTURE', names: ['vgg11'] }),
    );
  });
});

describe('every architecture', () => {
  // The others of each kind are told by the same function, and take seconds to build.
  const quick = ['resnet18', 'resnet50', 'resnet20', 'resnet56'] as const;

  it.each(quick)('%s describes its stages and blocks as its network has them, and its usual placement builds', (architecture) => {
    const { stages, placement, classes } = architectures[architecture];
    const network = buildModel({ architecture, classes, attention: 'identity', reduction: 16, placement, seed: 0 });
    const segments = network.segments().map(({ name }) => name);
    const paths = [...namedModules(network)].map(([path]) => path);
    expect(segments.filter((name) => stages.some((stage) => stage.name === name))).toEqual(stages.map(({ name }) => name));
    const blocks = paths.filter((path) => /^layer\d+\.\d+$/u.test(path));
    expect(stages.flatMap((stage) => stage.blocks)).toEqual(blocks);
    tf.disposeVariables();
  });

  it.each(architectureNames)('%s has its usual placement among those that it can have', (architecture) => {
    const described = architectures[architecture];
    expect(described.placements).toContain(described.placement);
    expect(placements).toEqual(expect.arrayContaining([...described.placements]));
    expect(described.leastImageSize.side).toBeLessThanOrEqual(described.imageSize);
  });

  it.each(['resnet18', 'resnet20', 'vgg11', 'vgg11_bn'] as const)('%s takes images of other channels, as its state says', (architecture) => {
    const network = buildEmptyModel({
      architecture,
      classes: 2,
      channels: 5,
      attention: 'none',
      reduction: 16,
      placement: architectures[architecture].placement,
      seed: 0,
    });
    const [name, stem] = [...stateDict(network)][0]!;
    expect([name, stem.shape.slice(0, 3)]).toEqual([architectures[architecture].state(2, 5)[0]!.name, [stem.shape[0], stem.shape[0], 5]]);
    expect(architectures[architecture].state(2, 5)[0]!.shape[1]).toBe(5);
    disposeModule(network);
  });

  it.each(['resnet18', 'resnet20', 'resnet50'] as const)('%s computes logits of an image of its least size', (architecture) => {
    const { side } = architectures[architecture].leastImageSize;
    const network = buildModel({ architecture, classes: 2, attention: 'identity', reduction: 16, placement: 'after-block', seed: 0 });
    expect(tf.tidy(() => network.forward(tf.ones([1, side, side, 3]), evaluation)).shape).toEqual([1, 2]);
    tf.disposeVariables();
  });
});
