import { describe, expect, it } from 'vitest';

import type { NamedShape } from './flavour.ts';
import { lecture } from './lecture.ts';
import { flavourNames, inNamesOf, inOurNames, recogniseFlavour } from './our-names.ts';
import { timm } from './timm.ts';

const named = (entries: Readonly<Record<string, readonly number[]>>): NamedShape[] => Object.entries(entries).map(([name, shape]) => ({ name, shape }));

/** A checkpoint of tensors that hold their own index. */
function checkpointOf(tensors: readonly NamedShape[]): Parameters<typeof inOurNames>[0] {
  const entries = tensors.map(({ name, shape }, index) => {
    const data = new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(index);
    return {
      name,
      shape,
      dtype: 'F32' as const,
      read: async () => ({ dtype: 'F32' as const, shape, data }),
      readFloat32: async () => data,
      prove: async () => {},
    };
  });
  return { file: 'test', format: 'torch-zip', tensors: entries, wrappers: [], metadata: new Map(), skipped: [] };
}

describe('timm', () => {
  it('has dense layers of a VGG as convolutions: 4096 × 512 × 7 × 7 is 4096 × 25088 here, and back', () => {
    const theirs = named({
      'features.0.weight': [64, 3, 3, 3],
      'pre_logits.fc1.weight': [4096, 512, 7, 7],
      'pre_logits.fc1.bias': [4096],
      'pre_logits.fc2.weight': [4096, 4096, 1, 1],
      'head.fc.weight': [1000, 4096],
      'head.fc.bias': [1000],
    });
    const ours = timm.toOurs(theirs);
    expect(ours).toEqual(
      named({
        'features.0.weight': [64, 3, 3, 3],
        'classifier.0.weight': [4096, 25088],
        'classifier.0.bias': [4096],
        'classifier.3.weight': [4096, 4096],
        'classifier.6.weight': [1000, 4096],
        'classifier.6.bias': [1000],
      }),
    );
    expect(timm.fromOurs(ours)).toEqual(theirs);
    expect(recogniseFlavour(theirs)).toBe('timm');
  });

  it('calls attention se, and its CBAM is recognised by its gates', () => {
    const theirs = named({
      'layer1.0.conv1.weight': [64, 64, 3, 3],
      'layer1.0.se.channel.fc1.weight': [4, 64, 1, 1],
      'layer1.0.se.spatial.conv.bn.weight': [1],
      'fc.weight': [5, 512],
    });
    expect(recogniseFlavour(theirs)).toBe('timm');
    expect(timm.toOurs(theirs)[1]!.name).toBe('layer1.0.cbam.channel.fc1.weight');
    expect(timm.fromOurs(timm.toOurs(theirs))).toEqual(theirs);
  });

  it('has squeeze-and-excitation under the names that are ours too, and never takes it for CBAM', () => {
    const theirs = named({
      'layer1.0.se.fc1.weight': [8, 64, 1, 1],
      'layer1.0.se.fc1.bias': [8],
      'layer1.0.se.fc2.weight': [64, 8, 1, 1],
      'layer1.0.se.fc2.bias': [64],
      'fc.weight': [5, 512],
    });
    expect(recogniseFlavour(theirs)).toBe('timm');
    expect(timm.toOurs(theirs)).toEqual(theirs);
    expect(timm.fromOurs(theirs)).toEqual(theirs);
  });
});

describe("the lecture's", () => {
  /** vgg16 with attention as the modules 5, 11, 19 and 27 of `features`. */
  const gates = [5, 11, 19, 27];
  const torchvisionConvolutions = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];
  const shifted = [0, 2, 6, 8, 12, 14, 16, 20, 22, 24, 28, 30, 32];
  const theirs = [
    ...shifted.map((place) => ({ name: `features.${place}.weight`, shape: [8, 8, 3, 3] })),
    ...gates.map((place) => ({ name: `features.${place}.channel_att.fc.0.weight`, shape: [4, 64, 1, 1] })),
    { name: 'classifier.6.weight', shape: [5, 4096] },
  ];

  it('VGG-16 has its indices shifted by the attention before them', () => {
    expect(recogniseFlavour(theirs)).toBe('lecture');
    expect(lecture.toOurs(theirs).map(({ name }) => name)).toEqual([
      ...torchvisionConvolutions.map((place) => `features.${place}.weight`),
      ...[1, 2, 3, 4].map((group) => `cbam${group}.channel_att.fc.0.weight`),
      'classifier.6.weight',
    ]);
    expect(lecture.fromOurs(lecture.toOurs(theirs))).toEqual(theirs);
  });

  it('ResNets have attention as every second member of a stage', () => {
    const resnet = named({
      'layer1.0.conv1.weight': [64],
      'layer1.1.spatial_att.conv.weight': [1],
      'layer1.2.conv1.weight': [64],
      'layer1.3.channel_att.fc.2.weight': [1],
      'fc.bias': [5],
    });
    expect(lecture.toOurs(resnet).map(({ name }) => name)).toEqual([
      'layer1.0.conv1.weight',
      'layer1.0.cbam.spatial_att.conv.weight',
      'layer1.1.conv1.weight',
      'layer1.1.cbam.channel_att.fc.2.weight',
      'fc.bias',
    ]);
    expect(lecture.fromOurs(lecture.toOurs(resnet))).toEqual(resnet);
  });
});

describe("akamaster's", () => {
  it('CIFAR ResNets are known by their head, and have our names', () => {
    const theirs = named({ 'conv1.weight': [16, 3, 3, 3], 'layer3.0.conv1.weight': [64, 32, 3, 3], 'linear.weight': [10, 64] });
    expect(recogniseFlavour(theirs)).toBe('akamaster');
    expect(inOurNames(checkpointOf(theirs)).tensors.map(({ name }) => name)).toEqual(theirs.map(({ name }) => name));
  });
});

describe('inOurNames', () => {
  it('gives the same elements under our name and shape, and says whose names they were', async () => {
    const ours = inOurNames(checkpointOf(named({ 'pre_logits.fc1.weight': [2, 3, 7, 7], 'head.fc.bias': [5] })));
    expect(ours.flavour).toBe('timm');
    expect(ours.fileNames).toEqual(['pre_logits.fc1.weight', 'head.fc.bias']);
    expect(await ours.tensors[0]!.read()).toMatchObject({ shape: [2, 147] });
    const back = inNamesOf('timm', ours);
    expect(back.tensors.map(({ name }) => name)).toContain('head.fc.bias');
  });

  it('leaves torchvision’s as they are', () => {
    const checkpoint = checkpointOf(named({ 'conv1.weight': [64, 3, 7, 7], 'fc.bias': [5] }));
    const ours = inOurNames(checkpoint);
    expect(ours.flavour).toBe('torchvision');
    expect(ours.tensors).toEqual(checkpoint.tensors);
    expect(flavourNames).toEqual(['timm', 'attention-module', 'lecture', 'akamaster', 'torchvision', 'keras']);
  });
});
