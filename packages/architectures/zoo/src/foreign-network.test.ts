import type { NamedShape } from '@attune/checkpoint';
import { describe, expect, it } from 'vitest';

import { type Architecture, architectureNames } from './architectures.ts';
import { ForeignNetworkError, foreignNetwork, requireOwnNetwork } from './foreign-network.ts';
import { guessArchitecture } from './guess-architecture.ts';
import { stateShapes } from './state-shapes.ts';

/** An architecture's shapes with some of them replaced, or left out where null. */
function changed(architecture: Architecture, changes: Readonly<Record<string, readonly number[] | null>>): NamedShape[] {
  const shapes = new Map(stateShapes(architecture, 7).map(({ name, shape }) => [name, shape]));
  for (const [name, shape] of Object.entries(changes)) {
    if (shape === null) shapes.delete(name);
    else shapes.set(name, shape);
  }
  return [...shapes].map(([name, shape]) => ({ name, shape }));
}

describe('foreignNetwork', () => {
  it.each(architectureNames)('%s is ours, with its head and without', (architecture) => {
    const shapes = stateShapes(architecture, 7);
    expect(foreignNetwork(shapes)).toBeNull();
    const body = shapes.filter(({ name }) => !/^(fc|linear|classifier\.6)\./u.test(name));
    expect(guessArchitecture(body)?.architecture).toBe(architecture);
  });

  it.each([
    ['a ResNeXt (32 groups of 4 channels)', changed('resnet50', { 'layer1.0.conv1.weight': [128, 64, 1, 1], 'layer1.0.conv2.weight': [128, 4, 3, 3] })],
    ['a wide ResNet (128 channels', changed('resnet50', { 'layer1.0.conv1.weight': [128, 64, 1, 1], 'layer1.0.conv2.weight': [128, 128, 3, 3] })],
    ['a wide ResNet (160 channels', changed('resnet20', { 'layer1.0.conv1.weight': [160, 16, 3, 3], 'layer1.0.conv2.weight': [160, 160, 3, 3] })],
    ['a ResNet with a stem of 3 × 3 convolutions (ResNet-D)', changed('resnet50', { 'conv1.weight': null, 'conv1.0.weight': [32, 3, 3, 3] })],
    ['a ResNet-D, which pools in its shortcuts', changed('resnet50', { 'layer2.0.downsample.1.weight': [512, 256, 1, 1] })],
    ['a ResNet with a 3 × 3 stem', changed('resnet18', { 'conv1.weight': [64, 3, 3, 3] })],
    ['shortcuts are projected (option B)', changed('resnet20', { 'layer2.0.shortcut.0.weight': [32, 16, 1, 1] })],
    ['a ResNet of 2, 2, 2, 3 basic blocks', changed('resnet18', { 'layer4.2.conv1.weight': [512, 512, 3, 3] })],
  ])('%s is named and refused', (words, tensors) => {
    expect(foreignNetwork(tensors)).toContain(words);
    expect(guessArchitecture(tensors)).toBeNull();
    expect(() => requireOwnNetwork({ file: 'x.pth', tensors })).toThrow(ForeignNetworkError);
    expect(() => requireOwnNetwork({ file: 'x.pth', tensors })).toThrow(words);
  });
});
