import { describe, expect, it } from 'vitest';

import type { NamedShape } from '../flavour/flavour.ts';
import { networkNames } from './network-names.ts';

/** Two of a ResNet-18's layers, which are enough to find it and its head. */
const body: readonly NamedShape[] = [
  { name: 'conv1.weight', shape: [64, 3, 7, 7] },
  { name: 'bn1.running_mean', shape: [64] },
  { name: 'layer1.0.conv1.weight', shape: [64, 64, 3, 3] },
  { name: 'layer4.0.downsample.0.weight', shape: [512, 256, 1, 1] },
  { name: 'layer4.1.conv1.weight', shape: [512, 512, 3, 3] },
];
const dense = (name: string, rows: number, columns: number): NamedShape[] => [
  { name: `${name}.weight`, shape: [rows, columns] },
  { name: `${name}.bias`, shape: [rows] },
];
const under = (prefix: string, tensors: readonly NamedShape[]) => tensors.map(({ name, shape }) => ({ name: `${prefix}${name}`, shape }));
const namesOf = (tensors: readonly NamedShape[]) => tensors.map(({ name }) => name);
const fc = ['fc.weight', 'fc.bias'];

describe('a network is found in what a program put around it', () => {
  it.each(['', 'backbone.', 'encoder.', 'encoder_q.', 'model.', 'net.', 'module.backbone.', 'student.backbone.', 'timm_model.', 'a.b.c.'])('%s', (prefix) => {
    const { names, notes } = networkNames(under(prefix, [...body, ...dense('fc', 7, 512)]));
    expect(names).toEqual([...namesOf(body), ...fc]);
    expect(notes).toEqual(prefix === '' ? [] : [`${prefix}* is read as *`]);
  });

  it.each([
    ['model.', 'ema_model.'],
    ['encoder_q.', 'encoder_k.'],
    ['student.backbone.', 'teacher.backbone.'],
    ['base_encoder.', 'momentum_encoder.'],
    ['', 'ema.'],
    ['online.', 'target.'],
  ])('%s and not %s, whichever comes first', (own, other) => {
    const [ours, theirs] = [under(own, body), under(other, body)];
    for (const tensors of [
      [...ours, ...theirs],
      [...theirs, ...ours],
    ]) {
      const { names, notes } = networkNames(tensors);
      expect(tensors.filter((_, index) => names[index] !== null)).toEqual(ours);
      expect(names.filter((name) => name !== null)).toEqual(namesOf(body));
      expect(notes).toContain(`left out: ${other}*, another network of the file (5)`);
    }
  });

  it('in positions of nn.Sequential(*children())', () => {
    const children = [
      { name: '0.weight', shape: [64, 3, 7, 7] },
      { name: '1.running_mean', shape: [64] },
      { name: '4.0.conv1.weight', shape: [64, 64, 3, 3] },
      { name: '7.0.downsample.0.weight', shape: [512, 256, 1, 1] },
      { name: '7.1.conv1.weight', shape: [512, 512, 3, 3] },
    ];
    for (const prefix of ['', 'encoder.', 'features.']) expect(networkNames(under(prefix, children)).names).toEqual(namesOf(body));
  });

  it("in Hugging Face's names, with and without the prefix", () => {
    const theirs = [
      'embedder.embedder.convolution.weight',
      'embedder.embedder.normalization.running_mean',
      'encoder.stages.0.layers.0.layer.0.convolution.weight',
      'encoder.stages.3.layers.0.shortcut.convolution.weight',
      'encoder.stages.3.layers.1.layer.0.convolution.weight',
    ].map((name, index) => ({ name, shape: body[index]!.shape }));
    expect(networkNames(theirs).names).toEqual(namesOf(body));
    expect(networkNames([...under('resnet.', theirs), ...dense('classifier.1', 7, 512)]).names).toEqual([...namesOf(body), ...fc]);
  });
});

describe('a head is the one dense layer that reads the last features', () => {
  it.each(['fc.1', 'head.fc', 'head', 'classifier', 'last_linear', 'cls_head.fc', 'linear_classifier'])('%s beside the network', (head) => {
    const { names, notes } = networkNames([...under('backbone.', body), ...dense(head, 7, 512)]);
    expect(names).toEqual([...namesOf(body), ...fc]);
    expect(notes).toContain(`${head}.* is read as fc.*`);
  });

  it('and is linear in a network of three stages', () => {
    const three = [
      { name: 'layer1.0.conv1.weight', shape: [16, 16, 3, 3] },
      { name: 'layer3.0.conv1.weight', shape: [64, 32, 3, 3] },
    ];
    expect(networkNames([...under('backbone.', three), ...dense('head.fc', 10, 64)]).names).toEqual([...namesOf(three), 'linear.weight', 'linear.bias']);
  });

  it.each([
    ['a projector', dense('projector', 128, 512)],
    ['layers one after another', [...dense('fc.0', 512, 512), ...dense('fc.2', 128, 512)]],
    [
      'a queue',
      [
        { name: 'queue', shape: [128, 65536] },
        { name: 'queue_ptr', shape: [1] },
      ],
    ],
  ])('%s is none, is left out, and is said to be', (_, beside) => {
    const { names, notes } = networkNames([...body, ...beside]);
    expect(names).toEqual([...namesOf(body), ...beside.map(() => null)]);
    expect(notes.join()).toContain(`left out: ${beside[0]!.name}`);
  });
});

it('a VGG keeps its dense layers, and a Sequential(Dropout, Linear) in the last place is that place', () => {
  const vgg = [{ name: 'features.0.weight', shape: [64, 3, 3, 3] }, ...dense('classifier.0', 4096, 25088), ...dense('classifier.6.1', 7, 4096)];
  expect(networkNames(under('net.', vgg)).names.slice(-4)).toEqual(['classifier.0.weight', 'classifier.0.bias', 'classifier.6.weight', 'classifier.6.bias']);
});

it('a stray name of the network itself stays, to be refused', () => {
  expect(networkNames([...body, { name: 'layer5.0.conv1.weight', shape: [1, 1, 1, 1] }, { name: 'extra.weight', shape: [3] }]).names.slice(-2)).toEqual([
    'layer5.0.conv1.weight',
    'extra.weight',
  ]);
});

it('names stay where two tensors would get the same', () => {
  const tensors = [...under('model.', body), { name: 'conv1.weight', shape: [64, 3, 7, 7] }];
  expect(networkNames(tensors).names).toEqual(namesOf(tensors));
});
