import { AttentionConfigError, type ForwardContext, evaluation, namedParameters, seededRandom, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import { finiteDifferences, gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { type CbamConfig, CbamConfigError, type CbamVariant, cbam, cbamVariants } from './cbam.ts';

const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
const build = (variant: CbamVariant, channels: number, seed = 1) => cbam({ variant })(channels, seededRandom(seed));
const features = (channels: number, seed: number) => tf.randomNormal<tf.Rank.R4>([2, 4, 3, channels], 0, 1, 'float32', seed);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Largest absolute gradient of each parameter, by name. */
function gradientSizes(variant: CbamVariant, channels: number, seed: number, input: tf.Tensor4D): Map<string, number> {
  const module = build(variant, channels, seed);
  const parameters = namedParameters(module);
  const dy = tf.randomNormal(input.shape, 0, 1, 'float32', seed + 1);
  const gradients = gradientsOf(() => module.forward(input, training), dy, [...parameters.values()]);
  return new Map([...parameters.keys()].map((name, index) => [name, tf.max(tf.abs(gradients[index]!)).dataSync()[0]!]));
}

const lastLayers: Record<CbamVariant, readonly string[]> = {
  identity: ['channel.fc2.weight', 'spatial.conv.weight'],
  authors: ['ChannelGate.mlp.3.weight', 'ChannelGate.mlp.3.bias', 'SpatialGate.spatial.bn.weight', 'SpatialGate.spatial.bn.bias'],
  timm: ['channel.fc2.weight', 'spatial.conv.bn.weight', 'spatial.conv.bn.bias'],
  lecture: ['channel_att.fc.2.weight', 'spatial_att.conv.weight'],
};

describe('cbam', () => {
  it('is the identity variant with reduction 16 when nothing is said', () => {
    expect([...stateDict(cbam()(32, seededRandom(1)))].map(([name, { shape }]) => [name, shape])).toEqual([
      ['channel.fc1.weight', [1, 1, 32, 2]],
      ['channel.fc2.weight', [1, 1, 2, 32]],
      ['spatial.conv.weight', [7, 7, 2, 1]],
    ]);
  });

  it.each<[CbamVariant, string[]]>([
    ['identity', ['channel.fc1.weight', 'channel.fc2.weight', 'spatial.conv.weight']],
    [
      'authors',
      [
        'ChannelGate.mlp.1.weight',
        'ChannelGate.mlp.1.bias',
        'ChannelGate.mlp.3.weight',
        'ChannelGate.mlp.3.bias',
        'SpatialGate.spatial.conv.weight',
        ...['weight', 'bias', 'running_mean', 'running_var'].map((field) => `SpatialGate.spatial.bn.${field}`),
      ],
    ],
    [
      'timm',
      [
        'channel.fc1.weight',
        'channel.fc2.weight',
        'spatial.conv.conv.weight',
        ...['weight', 'bias', 'running_mean', 'running_var'].map((field) => `spatial.conv.bn.${field}`),
      ],
    ],
    ['lecture', ['channel_att.fc.0.weight', 'channel_att.fc.2.weight', 'spatial_att.conv.weight']],
  ])('%s names its state as its source does', (variant, names) => {
    expect([...stateDict(build(variant, 16)).keys()]).toEqual(names);
  });

  it.each<[CbamVariant, number, number]>([
    ['identity', 40, 2],
    ['authors', 40, 2],
    ['lecture', 40, 2],
    ['timm', 40, 3],
    ['timm', 36, 2],
    ['identity', 8, 1],
    ['timm', 4, 1],
  ])('%s with %i channels and reduction 16 has %i hidden units', (variant, channels, hidden) => {
    const [, first] = [...stateDict(build(variant, channels))].find(([name]) => name.includes('fc1') || name.includes('fc.0') || name.includes('mlp.1'))!;
    expect(first.shape.at(-1)).toBe(hidden);
  });

  it.each(cbamVariants)('%s keeps the shape and depends on its seed alone', (variant) => {
    const input = features(16, 3);
    const output = build(variant, 16, 7).forward(input, evaluation);
    expect(output.shape).toEqual(input.shape);
    expect(build(variant, 16, 7).forward(input, evaluation).dataSync()).toEqual(output.dataSync());
  });

  it.each(cbamVariants)('%s gives its last layers a gradient on the first step', (variant) => {
    const sizes = gradientSizes(variant, 32, 1, tf.relu(features(32, 5)));
    for (const name of lastLayers[variant]) expect(sizes.get(name), name).toBeGreaterThan(0);
  });

  it.each(cbamVariants)('%s leaves no tensor behind, with its gradients too', (variant) => {
    const module = build(variant, 16);
    const input = features(16, 2);
    expect(tensorsLeftBy(() => module.forward(input, evaluation))).toBe(0);
    expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(module.forward(input, training)), [...namedParameters(module).values()]))).toBe(0);
  });

  it.each<[string, number, string]>([
    ['se', 16, 'variant is "se"'],
    ['identity', 0, 'reduction is 0'],
    ['identity', 1.5, 'reduction is 1.5'],
    ['identity', Number.NaN, 'reduction is NaN'],
    ['toString', 16, 'variant is "toString"'],
  ])('refuses variant %s with reduction %s', (variant, reduction, part) => {
    const configure = () => cbam({ variant: variant as CbamVariant, reduction });
    expect(configure).toThrow(CbamConfigError);
    expect(configure).toThrow(part);
    expect(configure).toThrow(
      /^CBAM cannot be built: (variant .* one of identity, authors, timm, lecture|reduction .* a whole number from 1 up \(16 in the paper\))\.$/,
    );
    expect(configure).toThrow(expect.objectContaining({ code: 'ATTUNE_CBAM_CONFIG', name: 'CbamConfigError', variant, reduction }));
  });

  it('has the gate of channels or that of positions alone, and starts as the identity still', () => {
    const input = features(16, 3);
    const shapesOf = (config: CbamConfig) => {
      const module = cbam(config)(16, seededRandom(1));
      expect(module.forward(input, training).dataSync()).toEqual(input.dataSync());
      return [...stateDict(module)].map(([name, { shape }]) => [name, shape]);
    };
    expect(shapesOf({ gates: 'channels' })).toEqual([
      ['channel.fc1.weight', [1, 1, 16, 1]],
      ['channel.fc2.weight', [1, 1, 1, 16]],
    ]);
    expect(shapesOf({ gates: 'positions', kernelSize: 3 })).toEqual([['spatial.conv.weight', [3, 3, 2, 1]]]);
  });

  it.each([[{ kernelSize: 4 }], [{ kernelSize: -1 }], [{ kernelSize: 2.5 }], [{ gates: 'none' as 'both' }]])('refuses %j', (config) => {
    expect(() => cbam(config)).toThrow(/an odd number from 1 up \(7 in the paper\)|one of both, channels, positions/);
  });

  it('refuses an option that does not exist beside a wrong one, and its error is one of attention', () => {
    const options: object = { reductoin: 8, variant: 'se' };
    const configure = () => cbam(options);
    const faults = ['variant is "se", and must be one of identity, authors, timm, lecture', '"reductoin" is not an option: did you mean "reduction"?'];
    for (const fault of faults) expect(configure).toThrow(fault);
    expect(configure).toThrow(expect.toSatisfy((error) => AttentionConfigError.isInstance(error)));
  });
});

describe('the identity variant', () => {
  it('passes any features on to the bit, in training and evaluation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 9999 }), fc.constantFrom(1e-6, 1, 1e6), (channels, seed, scale) => {
        tf.tidy(() => {
          const input = tf.mul<tf.Tensor4D>(features(channels, seed), scale);
          const module = build('identity', channels, seed);
          for (const context of [training, evaluation]) expect(module.forward(input, context).dataSync()).toEqual(input.dataSync());
        });
      }),
      { numRuns: 30 },
    );
  });

  it('passes the gradient on to the bit too', () => {
    const input = tf.variable(features(16, 4));
    const dy = features(16, 9);
    const [gradient] = gradientsOf(() => build('identity', 16).forward(input, training), dy, [input as tf.Variable]);
    expect(gradient!.dataSync()).toEqual(dy.dataSync());
  });

  it('is alive on the first batch with one hidden unit (16 channels), for 100 seeds, on rectified and on signed features', () => {
    for (let seed = 1; seed <= 100; seed++) {
      tf.tidy(() => {
        for (const input of [tf.relu(features(16, seed)), features(16, seed)]) {
          const sizes = gradientSizes('identity', 16, seed, input);
          for (const name of lastLayers.identity) expect(sizes.get(name), `${name}, seed ${seed}`).toBeGreaterThan(0);
        }
      });
    }
  });

  it('has the gradients of its definition once it has moved: finite differences within 1e-2 of the largest', () => {
    const module = build('identity', 16, 2);
    for (const variable of namedParameters(module).values()) variable.assign(tf.randomNormal(variable.shape, 0, 0.3, 'float32', 8));
    const input = tf.variable(tf.randomNormal<tf.Rank.R4>([1, 3, 2, 16], 0, 1, 'float32', 6));
    const dy = tf.randomNormal([1, 3, 2, 16], 0, 1, 'float32', 7);
    const forward = () => module.forward(input, training);
    const variables = [input as tf.Variable, ...namedParameters(module).values()];
    gradientsOf(forward, dy, variables).forEach((gradient, index) => {
      expect(relativeDifferenceOf(gradient.dataSync(), finiteDifferences(forward, dy, variables[index]!, 1e-3))).toBeLessThan(1e-2);
    });
  });
});
