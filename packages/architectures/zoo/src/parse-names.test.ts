import { expect, it } from 'vitest';

import { attentionSpec, describeWeights, traitSpec } from './describe-weights.ts';
import { parseArchitecture, parseAttention } from './parse-names.ts';

it('names every choice beside a name that is none', () => {
  expect(() => parseArchitecture('resnet19')).toThrow(/There is no architecture "resnet19": choose one of .*resnet18.*vgg19_bn/u);
  expect(() => parseAttention('se')).toThrow(expect.objectContaining({ code: 'ATTUNE_MODEL_NAME', kind: 'attention', value: 'se' }));
});

it('takes cbam as the variant that changes nothing at its start', () => {
  expect([parseAttention('cbam'), parseAttention('none'), parseArchitecture('vgg11')]).toEqual(['identity', 'none', 'vgg11']);
});

it('says of a file whose names tell nothing that the architecture must be named, and takes the name', () => {
  const file = { file: 'x.pth', tensors: [{ name: 'encoder.weight', shape: [4, 4] }] };
  expect(() => describeWeights(file)).toThrow(expect.objectContaining({ code: 'ATTUNE_UNTOLD_ARCHITECTURE', file: 'x.pth' }));
  expect(describeWeights(file, 'resnet18')).toEqual({ architecture: 'resnet18', classes: 1000, attention: null });
});

it('puts no attention where a file has none', () => {
  expect(attentionSpec('vgg11', null)).toEqual({ attention: 'none', reduction: 16, placement: 'after-stage' });
});

it('takes from a file where its bottlenecks halve images, and leaves it out of networks that have none', () => {
  const keras = { metadata: new Map([['attune.trait.strideIn', 'conv1']]) };
  expect([traitSpec('resnet50', keras), traitSpec('resnet18', keras), traitSpec('resnet50', { metadata: new Map() })]).toEqual([{ strideIn: 'conv1' }, {}, {}]);
});
