import { UnknownOptionError } from '@attune/errors';
import type { Network } from '@attune/nn';
import { expect, it } from 'vitest';

import { calibration, outOfFold, rankByLoss, segmentMultiplyAdds, summarizeModel, worthLabelling } from './index.ts';

const predictions = { classes: 1, labels: Int32Array.of(0), probabilities: Float32Array.of(1) };
const network = {} as Network;

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['calibration', (options) => calibration(predictions, options)],
  ['outOfFold', (options) => outOfFold({ features: Float32Array.of(1), width: 1, labels: Int32Array.of(0), classes: 1 }, options)],
  ['worthLabelling', (options) => worthLabelling({ ...predictions, features: Float32Array.of(1), width: 1 }, { most: 1, random: Math.random, ...options })],
  ['rankByLoss', (options) => rankByLoss(predictions, options)],
  ['summarizeModel', (options) => summarizeModel(network, { imageSize: 32, ...options })],
  ['summarizeModel', (options) => segmentMultiplyAdds(network, { imageSize: 32, ...options })],
];

it.each(calls)('%s refuses an option that does not exist', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
