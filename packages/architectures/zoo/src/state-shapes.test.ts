import { stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { architectureNames, architectures } from './architectures.ts';
import { buildEmptyModel } from './build-model.ts';
import { bestFit, stateShapes } from './state-shapes.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function torchShape(name: string, shape: readonly number[]): number[] {
  if (!name.endsWith('weight') || shape.length < 2) return [...shape];
  return shape.length === 2 ? shape.toReversed() : [shape[3]!, shape[2]!, shape[0]!, shape[1]!];
}

const quick = architectureNames.filter((name) => architectures[name].unit === 'blocks' && !['resnet101', 'resnet152'].includes(name));

describe('stateShapes', () => {
  it.each([...quick, 'vgg11_bn'] as const)('of %s are those of the network itself, in its order', (architecture) => {
    const network = buildEmptyModel({ architecture, classes: 7, attention: 'none', reduction: 16, placement: 'after-block', seed: 0 });
    const built = [...stateDict(network)].map(([name, { shape }]) => ({ name, shape: torchShape(name, shape) }));
    expect(stateShapes(architecture, 7)).toEqual(built);
    tf.disposeVariables();
  });
});

describe('bestFit', () => {
  it.each(architectureNames)('of a file of %s with 12 classes is itself, and all of it fits', (architecture) => {
    const tensors = stateShapes(architecture, 12);
    expect(bestFit(tensors)).toEqual({ architecture, fitting: tensors.length, of: tensors.length });
  });

  it('of a VGG-13 whose classifier is numbered 1, 4, 6 is VGG-13', () => {
    const tensors = stateShapes('vgg13', 10).map(({ name, shape }) => ({
      name: name.replace('classifier.0', 'classifier.1').replace('classifier.3', 'classifier.4'),
      shape,
    }));
    expect(bestFit(tensors)).toMatchObject({ architecture: 'vgg13', fitting: tensors.length - 4 });
  });
});
