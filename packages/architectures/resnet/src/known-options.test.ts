import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { BasicBlock, Bottleneck } from './index.ts';

const block = { inChannels: 4, channels: 4, stride: 1, shortcut: 'zero-pad', attention: null, placement: 'after-block', random: Math.random } as const;

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['BasicBlock', (options) => new BasicBlock({ ...block, ...options })],
  ['Bottleneck', (options) => new Bottleneck({ ...block, ...options })],
];

it.each(calls)('%s refuses an option that does not exist', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
