import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { startWasm } from './index.ts';

it('startWasm refuses an option that does not exist, before anything starts', async () => {
  const failure: unknown = await startWasm({ relaxedSIMD: false } as object).catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain('startWasm: "relaxedSIMD" is not an option: did you mean "relaxedSimd"?');
});
