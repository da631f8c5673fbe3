import { expect, it } from 'vitest';

import { parseArchitecture, parseAttention } from './parse-names.ts';

it('names every choice beside a name that is none', () => {
  expect(() => parseArchitecture('resnet19')).toThrow(/There is no architecture "resnet19": choose one of .*resnet18.*vgg19_bn/u);
  expect(() => parseAttention('eca')).toThrow(expect.objectContaining({ code: 'ATTUNE_MODEL_NAME', kind: 'attention', value: 'eca' }));
  expect(() => parseAttention('eca')).toThrow(/none, cbam \(the same as identity\), identity, authors, timm, lecture, se, se-timm/u);
});

it('takes cbam as the variant that changes nothing at its start', () => {
  expect([parseAttention('cbam'), parseAttention('none'), parseAttention('se-timm'), parseArchitecture('vgg11')]).toEqual([
    'identity',
    'none',
    'se-timm',
    'vgg11',
  ]);
});
