import { expect, it } from 'vitest';

import { kernelNotes } from './trial-outcome.ts';

it('a log tells of a run that went on with other kernels, once, and nothing of one that did not', () => {
  const note = "The run's kernels so far were those for avx512; it goes on with avx2: the last bits will differ.";
  const other = 'The run was on native, which cannot start here: no such file. It goes on with the fastest backend there is.';
  expect(kernelNotes(`Resuming\n${note}\n{"epoch":1}\n${note}\n${other}\n`)).toEqual([note, other]);
  expect(kernelNotes('Resuming\nattune: it goes on\n')).toEqual([]);
});
