import { expect, it } from 'vitest';

import { networkOfWeights } from './choose-network.ts';
import { identifyWeights } from './identify-weights.ts';

const unknown = { file: 'x.pth', tensors: [{ name: 'encoder.weight', shape: [4, 4] }] } as unknown as Parameters<typeof identifyWeights>[0];

it('names that tell nothing leave all unsaid, and the architecture must be named', () => {
  const identity = identifyWeights({ ...unknown, metadata: new Map() });
  expect(identity).toEqual({
    file: 'x.pth',
    architecture: null,
    classes: null,
    channels: null,
    attention: null,
    traits: new Map(),
    images: null,
    classNames: null,
    card: null,
  });
  expect(() => networkOfWeights(identity)).toThrow(expect.objectContaining({ code: 'ATTUNE_UNTOLD_ARCHITECTURE', file: 'x.pth' }));
  expect(networkOfWeights(identity, { architecture: 'vgg11' })).toEqual({
    architecture: 'vgg11',
    classes: 1000,
    attention: 'none',
    reduction: 16,
    placement: 'after-stage',
    seed: 0,
  });
});

it('where bottlenecks halve images is taken from the file, and left out of networks that have none', () => {
  const keras = identifyWeights({ ...unknown, metadata: new Map([['attune.trait.strideIn', 'conv1']]) });
  expect(networkOfWeights(keras, { architecture: 'resnet50' })).toMatchObject({ strideIn: 'conv1' });
  expect(networkOfWeights(keras, { architecture: 'resnet18' })).not.toHaveProperty('strideIn');
});

it('a card of a version that is not known is no card', () => {
  expect(identifyWeights({ ...unknown, metadata: new Map([['attune.model', '{"model":{"architecture":"resnet18"}}']]) }).card).toBeNull();
});
