import { describe, expect, it } from 'vitest';

import type { Checkpoint } from '../checkpoint.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import type { LayerFacts } from '../tfjs/layer-facts.ts';
import { traitsOf } from '../traits.ts';
import { inNamesOf, inOurNames, recogniseFlavour } from './our-names.ts';

/** A tensor that counts from `first` on. */
function counting(name: string, shape: readonly number[], first = 0): TensorEntry {
  const data = Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, index) => first + index);
  return { name, shape, dtype: 'F32', read: async () => ({ dtype: 'F32', shape, data }), readFloat32: async () => data, prove: async () => {} };
}

function checkpointOf(tensors: readonly TensorEntry[], layers: ReadonlyMap<string, LayerFacts> = new Map()): Checkpoint {
  return { file: 'model.json', format: 'tfjs', tensors, wrappers: [], metadata: new Map(), skipped: [], layers };
}

const convolutionsOfVgg16 = [2, 2, 3, 3, 3].flatMap((depth, group) => Array.from({ length: depth }, (_, index) => `block${group + 1}_conv${index + 1}`));

describe("Keras' VGGs", () => {
  it('have their convolutions in groups, which torchvision counts through with what lies between', () => {
    const tensors = convolutionsOfVgg16.flatMap((layer) => [counting(`${layer}/kernel`, [1, 1, 1, 1]), counting(`${layer}/bias`, [1])]);
    expect(recogniseFlavour(tensors)).toBe('keras');
    const ours = inOurNames(checkpointOf(tensors));
    expect(ours.tensors.filter(({ name }) => name.endsWith('weight')).map(({ name }) => name)).toEqual(
      [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28].map((place) => `features.${place}.weight`),
    );
    expect(ours.fileNames[0]).toBe('block1_conv1/kernel');
    expect(inNamesOf('keras', ours).tensors.map(({ name }) => name)).toEqual(tensors.map(({ name }) => name));
  });

  it('have kernels with the outputs last and a first dense layer that sees positions before channels', async () => {
    const tensors = [counting('block1_conv1/kernel', [1, 2, 1, 3]), counting('fc1/kernel', [12, 2]), counting('predictions/kernel', [2, 2])];
    const { tensors: ours } = inOurNames(checkpointOf(tensors));
    expect(ours.map(({ name, shape }) => [name, shape])).toEqual([
      ['features.0.weight', [3, 1, 1, 2]],
      ['classifier.0.weight', [2, 12]],
      ['classifier.6.weight', [2, 2]],
    ]);
    expect([...(await ours[0]!.readFloat32())]).toEqual([0, 3, 1, 4, 2, 5]);
    // Row 0 has output 0 of channel 0 at its four positions, then of channels 1 and 2;
    // a position is 6 numbers on.
    expect([...(await ours[1]!.read()).data]).toEqual([0, 6, 12, 18, 2, 8, 14, 20, 4, 10, 16, 22, 1, 7, 13, 19, 3, 9, 15, 21, 5, 11, 17, 23]);
    expect([...(await ours[2]!.readFloat32())]).toEqual([0, 2, 1, 3]);
  });

  it('are known below the name of a model around them, and keep what is none of theirs', () => {
    const { tensors } = inOurNames(
      checkpointOf([counting('vgg16/block1_conv1/bias', [1]), counting('block1_conv1/kernel', [1, 1, 1, 1]), counting('dense/kernel', [1, 1])]),
    );
    expect(tensors.map(({ name }) => name)).toEqual(['features.0.bias', 'features.0.weight', 'dense/kernel']);
  });

  it('whose first dense layer sees no square are refused', () => {
    const tensors = [counting('block1_conv1/kernel', [1, 1, 1, 3]), counting('fc1/kernel', [10, 2])];
    expect(() => inOurNames(checkpointOf(tensors))).toThrow(/fc1\/kernel is \[10, 2\], and must have 3 rows/u);
  });

  it('are the only networks that have a way back', () => {
    for (const names of [['conv1.weight'], ['features.0.weight', 'features.1.running_mean']]) {
      expect(() => inNamesOf('keras', checkpointOf(names.map((name) => counting(name, [1]))))).toThrow(CheckpointError);
    }
  });
});

const plain: LayerFacts = { strides: [1, 1], padding: 'valid', epsilon: null };
const halving: LayerFacts = { ...plain, strides: [2, 2] };
const sizeKeeping: LayerFacts = { ...plain, padding: 'same' };

describe("Keras' ResNets", () => {
  const tensors = [
    counting('conv1_conv/kernel', [1, 1, 1, 1]),
    counting('conv1_conv/bias', [2], 10),
    ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((field) => counting(`conv1_bn/${field}`, [2], 1)),
    counting('conv3_block1_1_conv/kernel', [1, 1, 1, 1]),
    counting('conv3_block1_0_conv/kernel', [1, 1, 1, 1]),
    counting('conv3_block1_0_bn/gamma', [1]),
    counting('conv3_block1_3_bn/beta', [1]),
    counting('predictions/bias', [1]),
  ];
  const asOurs = new Map([
    ['conv3_block1_0_conv', halving],
    ['conv3_block1_1_conv', plain],
    ['conv3_block1_2_conv', halving],
    ['conv1_bn', { ...plain, epsilon: 0.25 }],
  ]);

  it('have torchvision’s names once biases are in the batch norms: mean − bias, variance + what their epsilon is more', async () => {
    const ours = inOurNames(checkpointOf(tensors, asOurs));
    expect(ours.tensors.map(({ name }) => name)).toEqual([
      'conv1.weight',
      'bn1.weight',
      'bn1.bias',
      'bn1.running_mean',
      'bn1.running_var',
      'layer2.0.conv1.weight',
      'layer2.0.downsample.0.weight',
      'layer2.0.downsample.1.weight',
      'layer2.0.bn3.bias',
      'fc.bias',
    ]);
    expect([...(await ours.tensors[3]!.readFloat32())]).toEqual([1 - 10, 2 - 11]);
    expect([...(await ours.tensors[4]!.read()).data]).toEqual([1.24999, 2.24999].map(Math.fround));
    expect(ours.fileNames.at(3)).toBe('conv1_bn/moving_mean');
    expect([...traitsOf(ours)]).toEqual([]);
  });

  it('that halve images in the first convolution of a stage, as keras.applications’, say so in the metadata, beside what is there', () => {
    const layers = new Map([...asOurs, ['conv3_block1_1_conv', halving], ['conv3_block1_2_conv', sizeKeeping]]);
    const ours = inOurNames({ ...checkpointOf(tensors, layers), metadata: new Map([['generatedBy', 'keras v2.9.0']]) });
    expect([...ours.metadata]).toEqual([
      ['generatedBy', 'keras v2.9.0'],
      ['attune.trait.strideIn', 'conv1'],
    ]);
    expect([...traitsOf(ours)]).toEqual([['strideIn', 'conv1']]);
  });

  it('whose stages halve images in different places are refused', () => {
    const mixed = [...tensors, counting('conv4_block1_1_conv/kernel', [1, 1, 1, 1])];
    const second = [
      ['conv4_block1_0_conv', halving],
      ['conv4_block1_1_conv', halving],
      ['conv4_block1_2_conv', sizeKeeping],
    ] as const;
    expect(() => inOurNames(checkpointOf(mixed, new Map([...asOurs, ...second])))).toThrow(/its stages halve the image in different places/u);
  });

  it.each<[string, ReadonlyMap<string, LayerFacts>, RegExp]>([
    ['that halve images twice', new Map([...asOurs, ['conv3_block1_1_conv', halving]]), /its conv3_block1 has the strides \[2, 2\], \[2, 2\], \[2, 2\]/u],
    ['that do not say', new Map(), /does not say where it halves/u],
    ['that pad as TensorFlow does', new Map([...asOurs, ['conv3_block1_2_conv', { ...halving, padding: 'same' }]]), /pads as TensorFlow does/u],
    [
      'that pad behind the image only',
      new Map([
        ...asOurs,
        [
          'pad',
          {
            ...plain,
            strides: null,
            padding: [
              [0, 1],
              [0, 1],
            ],
          },
        ],
      ]),
      /pads images on one side only/u,
    ],
  ])('%s are refused', (_, layers, reason) => {
    expect(() => inOurNames(checkpointOf(tensors, layers))).toThrow(reason);
  });
});
