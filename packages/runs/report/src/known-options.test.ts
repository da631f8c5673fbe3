import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { compareRuns, explainPictures, reportRun } from './index.ts';

const encode = async () => '';

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['reportRun', (options) => reportRun({} as Parameters<typeof reportRun>[0], { title: '', machine: '', where: '', encode, ...options })],
  ['explainPictures', (options) => explainPictures({} as never, { dataset: {} as never, images: [], encode, ...options })],
  ['compareRuns', (options) => compareRuns([], { classes: [], validation: {} as never, shared: [], encode, ...options })],
];

it.each(calls)('%s refuses an option that does not exist', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
