import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Conv2d } from './conv2d.ts';
import { type NetworkDefinition, NetworkDefinitionError, defineNetwork } from './define-network.ts';
import { Linear } from './linear.ts';
import { evaluation, stateDict } from './module.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const fields = () => ({
  conv1: new Conv2d({ inChannels: 3, outChannels: 4, kernelSize: 3, bias: false }),
  fc: new Linear({ inFeatures: 4, outFeatures: 2 }),
});

const tiny = {
  architecture: 'tiny',
  classes: 2,
  segments: ({ conv1, fc }: ReturnType<typeof fields>): ReturnType<NetworkDefinition['segments']> => [
    { name: 'stem', fields: ['conv1'], forward: (images, context) => tf.relu(conv1.forward(images as tf.Tensor4D, context)) },
    { name: 'head', fields: ['fc'], forward: (features, context) => fc.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context) },
  ],
};

function rulesOf(definition: object): string[] {
  try {
    defineNetwork(definition as NetworkDefinition);
  } catch (error) {
    if (error instanceof NetworkDefinitionError) return error.faults.map(({ where, rule }) => `${where} ${rule}`);
    throw error;
  }
  return [];
}

describe('defineNetwork', () => {
  it('makes a network whose state is named by its fields, and which runs its segments', () => {
    const network = defineNetwork({ ...tiny, fields: fields() });
    expect([...stateDict(network).keys()]).toEqual(['conv1.weight', 'fc.weight', 'fc.bias']);
    expect([network.architecture, network.classes, network.segments().map(({ name }) => name)]).toEqual(['tiny', 2, ['stem', 'head']]);
    expect(network.forward(tf.zeros([5, 8, 8, 3]), evaluation).shape).toEqual([5, 2]);
  });

  it('says all that is missing at once', () => {
    expect(() => defineNetwork({} as NetworkDefinition)).toThrow(
      'The network cannot be defined: architecture must be a name, such as "tiny"; classes must be a whole number from 1 up: the logits of an image; segments must be a function of the fields that gives the segments; fields must hold the modules by name, such as { conv1, fc }.',
    );
    expect(() => defineNetwork({} as NetworkDefinition)).toThrow(expect.objectContaining({ code: 'ATTUNE_NETWORK_DEFINITION' }));
  });

  it('names a variable that no segment owns, and one that two do', () => {
    const { conv1, fc } = fields();
    const [stem, head] = tiny.segments({ conv1, fc });
    const shared = { ...head!, fields: ['fc', 'conv1'] };
    expect(rulesOf({ ...tiny, fields: { conv1, fc, gate: new Linear({ inFeatures: 1, outFeatures: 1 }) }, segments: () => [stem, shared] })).toEqual([
      'conv1.weight must be in the fields of one segment, and is in those of stem and head',
      'gate.weight must be in the fields of a segment',
      'gate.bias must be in the fields of a segment',
    ]);
  });

  it.each<[string, object]>([
    ['clases is not part of a definition: did you mean "classes"? The options are architecture, classes, traits, fields, segments', { clases: 2 }],
    ['classes must be a whole number from 1 up: the logits of an image', { classes: 0 }],
    ['fields.conv1 must be a Module, an array of Modules, or null', { fields: { ...fields(), conv1: 'a convolution' } }],
    ['fields.forward must have another name: a network has one of its own called so', { fields: { ...fields(), forward: null } }],
    ['fields.conv.1 must have a name of letters, digits and _: a dot parts the names of its state', { fields: { ...fields(), 'conv.1': null } }],
    ['segments must give at least one segment: { name, fields, forward }', { segments: () => [] }],
    ['segments.0.forward must be a function of an input and a context', { segments: () => [{ name: 'a', fields: ['conv1', 'fc'] }] }],
    [
      'segments.0.fields must be among the fields, which have no conv2',
      { segments: () => [{ name: 'a', fields: ['conv2'], forward: (input: tf.Tensor) => input }] },
    ],
    [
      'segments.1.name must be its own: a is one already',
      { segments: () => ['conv1', 'fc'].map((field) => ({ name: 'a', fields: [field], forward: (input: tf.Tensor) => input })) },
    ],
  ])('refuses: %s', (fault, change) => {
    expect(rulesOf({ ...tiny, fields: fields(), ...change })).toEqual([fault]);
  });
});
