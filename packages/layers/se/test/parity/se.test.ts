import { type ForwardContext, loadStateDict, namedParameters, seededRandom } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { type Packed, readGolden, relativeDifference, unpack } from '../../../../../tools/testing/golden.ts';
import { gradientsOf } from '../../../../../tools/testing/gradients.ts';
import { type SeVariant, se } from '../../src/index.ts';

interface Case {
  readonly name: string;
  readonly variant: SeVariant;
  readonly channels: number;
  readonly state: Record<string, Packed>;
  readonly input: Packed;
  readonly output: Packed;
  readonly dy: Packed;
  readonly dInput: Packed;
  readonly gradients: Record<string, Packed>;
}

const { cases } = readGolden<{ readonly cases: readonly Case[] }>(new URL('golden.json', import.meta.url));
const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
const tolerance = 1e-5;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it.each(cases)('$name: output and every gradient are PyTorch’s within 1e-5', ({ variant, channels, ...wanted }) => {
  const module = se({ variant })(channels, seededRandom(1));
  tf.tidy(() => loadStateDict(module, new Map(Object.entries(wanted.state).map(([name, packed]) => [name, unpack(packed)]))));
  const input = tf.variable(unpack<tf.Tensor4D>(wanted.input));
  const parameters = namedParameters(module);
  const forward = () => module.forward(input, training);
  const [dInput, ...gradients] = gradientsOf(forward, unpack(wanted.dy), [input as tf.Variable, ...parameters.values()]);
  expect(relativeDifference(forward(), wanted.output)).toBeLessThan(tolerance);
  expect(relativeDifference(dInput!, wanted.dInput)).toBeLessThan(tolerance);
  [...parameters.keys()].forEach((name, index) => expect(relativeDifference(gradients[index]!, wanted.gradients[name]!), name).toBeLessThan(tolerance));
});

it('covers both variants, with one hidden unit and with more', () => {
  const covered = new Set(cases.map(({ variant, state }) => `${variant} ${state['fc1.bias']!.shape[0]}`));
  expect([...covered].toSorted()).toEqual(['se 1', 'se 2', 'se-timm 16', 'se-timm 8']);
});
