import { expect, it } from 'vitest';

import * as errors from './index.ts';

it('exports these names and no other', () => {
  expect(Object.keys(errors)).toEqual([
    'AttuneError',
    'describeConfigFaults',
    'unknownOptions',
    'describeSchemaIssue',
    'UnknownOptionError',
    'refuseUnknownOptions',
  ]);
});
