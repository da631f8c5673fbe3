import { stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { architectureNames, architectures } from './architectures.ts';
import { buildModel } from './build-model.ts';
import { guessArchitecture } from './guess-architecture.ts';
import { stateShapes } from './state-shapes.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('guessArchitecture', () => {
  const quick = architectureNames.filter((name) => architectures[name].unit === 'blocks' && !['resnet101', 'resnet152', 'resnet50'].includes(name));

  it.each(quick)('knows %s by its own names, with attention inserted', (architecture) => {
    const network = buildModel({ architecture, classes: 7, attention: 'identity', reduction: 16, placement: 'after-block', seed: 0 });
    const tensors = [...stateDict(network)].map(([name, { shape }]) => ({ name, shape: shape.toReversed() }));
    const stages = architectures[architecture].stages.map((_, index) => index + 1);
    expect(guessArchitecture(tensors)).toEqual({
      architecture,
      classes: 7,
      channels: 3,
      attention: { variant: 'identity', placement: 'after-block', reduction: 16, stages },
    });
    tf.disposeVariables();
  });

  it.each([
    ['resnet18', 'conv1.weight', 1],
    ['resnet20', 'conv1.weight', 4],
    ['vgg11', 'features.0.weight', 5],
  ] as const)('%s for images of other channels is known by %s, of %i inputs', (architecture, name, channels) => {
    const tensors = stateShapes(architecture, 5, channels);
    expect(tensors.find((tensor) => tensor.name === name)!.shape[1]).toBe(channels);
    expect(guessArchitecture(tensors)).toMatchObject({ architecture, channels });
  });

  it('tells squeeze-and-excitation from CBAM, timm’s by the bias that only it has, and takes the reduction from the widest gate', () => {
    const built = { architecture: 'resnet18', classes: 7, reduction: 16, placement: 'after-block', seed: 0 } as const;
    const attentionOf = (attention: 'se' | 'se-timm') => {
      const network = buildModel({ ...built, attention });
      const tensors = [...stateDict(network)].map(([name, { shape }]) => ({ name, shape: shape.toReversed() }));
      tf.disposeVariables();
      return guessArchitecture(tensors)!.attention;
    };
    expect(attentionOf('se')).toEqual({ variant: 'se', placement: 'after-block', reduction: 16, stages: [1, 2, 3, 4] });
    expect(attentionOf('se-timm')).toEqual({ variant: 'se-timm', placement: 'in-block', reduction: 16, stages: [1, 2, 3, 4] });
  });

  it.each([
    ['identity', { attentionKernel: 3 }, { kernelSize: 3 }],
    ['authors', { attentionKernel: 5, attentionGates: 'positions' }, { kernelSize: 5, gates: 'positions' }],
    ['lecture', { attentionGates: 'positions' }, { gates: 'positions' }],
    ['timm', { attentionGates: 'positions' }, { gates: 'positions' }],
    ['identity', { attentionGates: 'positions' }, { gates: 'positions' }],
    ['authors', { attentionGates: 'channels' }, { gates: 'channels' }],
    ['lecture', { attentionGates: 'channels' }, { gates: 'channels' }],
    ['identity', { attentionGates: 'channels' }, { gates: 'channels' }],
  ] as const)('tells the gates of CBAM (%s) and the kernel by their shapes: %j', (attention, chosen, told) => {
    const network = buildModel({ architecture: 'resnet20', classes: 7, attention, reduction: 16, placement: 'after-block', ...chosen, seed: 0 });
    const tensors = [...stateDict(network)].map(([name, { shape }]) => ({ name, shape: shape.toReversed() }));
    tf.disposeVariables();
    const { variant, placement: _, stages, reduction, ...rest } = guessArchitecture(tensors)!.attention!;
    expect([variant, stages, reduction]).toEqual([attention, [1, 2, 3], 16]);
    expect(rest).toEqual(told);
  });

  it.each([
    ['vgg16', [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]],
    ['vgg11', [0, 3, 6, 8, 11, 13, 16, 18]],
  ] as const)('knows %s by its convolutions', (architecture, convolutions) => {
    const tensors = [
      ...convolutions.map((index) => ({ name: `features.${index}.weight`, shape: [64, 3, 3, 3] })),
      { name: 'classifier.6.weight', shape: [5, 4096] },
    ];
    expect(guessArchitecture(tensors)).toEqual({ architecture, classes: 5, channels: 3, attention: null });
  });

  it('is silent about names that are none of ours', () => {
    expect(guessArchitecture([{ name: 'encoder.weight', shape: [4, 4] }])).toBeNull();
  });
});
