import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { type ModelSpec, buildModel, requireFitting } from './index.ts';

const spec: ModelSpec = { architecture: 'resnet20', classes: 2, attention: 'none', reduction: 16, placement: 'after-block', seed: 0 };

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['buildModel', (options) => buildModel({ ...spec, ...options })],
  ['requireFitting', (options) => requireFitting('resnet20', {}, options)],
];

it.each(calls)('%s refuses an option that does not exist', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
