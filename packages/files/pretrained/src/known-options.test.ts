import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { browserCache } from './browser/browser-cache.ts';
import { type WeightsCache, fetchWeights, weightsReference } from './index.ts';

const untouched: WeightsCache = {
  place: null,
  find: () => Promise.reject(new Error('asked')),
  open: () => Promise.reject(new Error('asked')),
  drop: async () => {},
};

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['fetchWeights', (options) => fetchWeights(weightsReference('torchvision:resnet18'), { cache: untouched, ...options })],
  ['weightsReference', (options) => weightsReference('torchvision:resnet18', options)],
  ['browserCache', browserCache],
];

it.each(calls)('%s refuses an option that does not exist, before the cache is asked', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
