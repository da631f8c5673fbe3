import { type AnyModule, type ForwardContext, evaluation, loadStateDict, namedParameters, seededRandom, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Packed, readGolden, relativeDifference, unpack } from '../../../../../tools/testing/golden.ts';
import { gradientsOf } from '../../../../../tools/testing/gradients.ts';
import { type CbamConfig, type CbamVariant, cbam } from '../../src/index.ts';

interface Case {
  readonly name: string;
  readonly variant: CbamVariant;
  readonly channels: number;
  readonly kernelSize?: number;
  readonly gates?: CbamConfig['gates'];
  readonly state: Record<string, Packed>;
  readonly input: Packed;
  readonly output: Packed;
  readonly dy: Packed;
  readonly dInput: Packed;
  readonly gradients: Record<string, Packed>;
  /** Running statistics after the training pass. */
  readonly statistics: Record<string, Packed>;
  /** Output of the evaluation pass behind it. */
  readonly evaluated: Packed;
}

const { cases } = readGolden<{ readonly cases: readonly Case[] }>(new URL('golden.json', import.meta.url));
const halves = readGolden<{ readonly cases: readonly Case[] }>(new URL('gates-golden.json', import.meta.url));
const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
const tolerance = 1e-5;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function load(module: AnyModule, state: Record<string, Packed>): void {
  tf.tidy(() => loadStateDict(module, new Map(Object.entries(state).map(([name, packed]) => [name, unpack(packed)]))));
}

describe('CBAM against PyTorch', () => {
  it.each([...cases, ...halves.cases])(
    '$name: output, every gradient, statistics and evaluation within 1e-5',
    ({ variant, channels, kernelSize, gates, ...wanted }) => {
      const module = cbam({ variant, kernelSize, gates })(channels, seededRandom(1));
      load(module, wanted.state);
      const input = tf.variable(unpack<tf.Tensor4D>(wanted.input));
      let output: tf.Tensor | undefined;
      const forward = () => (output = tf.keep(module.forward(input, training)));
      const parameters = namedParameters(module);
      expect([...parameters.keys()]).toEqual(Object.keys(wanted.gradients));
      const [dInput, ...gradients] = gradientsOf(forward, unpack(wanted.dy), [input as tf.Variable, ...parameters.values()]);
      expect(relativeDifference(output!, wanted.output)).toBeLessThan(tolerance);
      expect(relativeDifference(dInput!, wanted.dInput)).toBeLessThan(tolerance);
      [...parameters.keys()].forEach((name, index) => expect(relativeDifference(gradients[index]!, wanted.gradients[name]!), name).toBeLessThan(tolerance));
      for (const [name, packed] of Object.entries(wanted.statistics)) expect(relativeDifference(stateDict(module).get(name)!, packed)).toBeLessThan(tolerance);
      expect(relativeDifference(module.forward(input, evaluation), wanted.evaluated)).toBeLessThan(tolerance);
    },
  );

  it('covers every variant, with one hidden unit and with two', () => {
    const covered = new Set(cases.map(({ variant, channels }) => `${variant} ${channels}`));
    expect([...covered].toSorted()).toEqual(['authors', 'identity', 'lecture', 'timm'].flatMap((variant) => [`${variant} 16`, `${variant} 32`]));
  });

  it('covers every variant with another kernel, with its gate of channels and with that of positions alone', () => {
    const covered = halves.cases.map(({ variant, kernelSize, gates }) => `${variant} ${kernelSize} ${gates}`);
    expect(covered).toEqual(
      ['identity', 'authors', 'lecture', 'timm'].flatMap((variant) => ['3 both', '5 positions', '7 channels'].map((rest) => `${variant} ${rest}`)),
    );
  });
});
