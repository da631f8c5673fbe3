import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { startBackend } from './index.ts';

it('startBackend refuses an option that does not exist, before anything starts', async () => {
  const failure: unknown = await startBackend('cpu', { thread: 2 } as object).catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain('startBackend: "thread" is not an option: did you mean "threads"?');
});
