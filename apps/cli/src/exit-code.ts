import { AttuneError } from '@attune/errors';

import { withPathError } from './path-error.ts';
import { FileWriteError, isDiskFull } from './run/write-file.ts';

/** What the shell is told: done, failed, wrong usage or bad input, stopped by the user
 * with a checkpoint written. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, stopped: 130 } as const;

/** Bad input where the error says so; anything else is a failure of the work, the
 * program or the machine. */
export function exitCodeOf(thrown: unknown): number {
  const error = withPathError(thrown);
  return AttuneError.isInstance(error) && error.origin === 'input' ? exitCodes.badInput : exitCodes.failed;
}

/** What is printed of an error: its message where somebody wrote it for the user, with
 * a hint where the system wrote it. */
export function messageOf(thrown: unknown): string {
  const error = withDiskError(withPathError(thrown));
  if (AttuneError.isInstance(error)) return error.message;
  return error instanceof Error ? `${error.message} (run again with --debug to see where)` : String(error);
}

/** A disk that is full, met where no file has words of its own for it. */
function withDiskError(error: unknown): unknown {
  const { code, path = 'A file' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return isDiskFull(code) ? new FileWriteError(path, error as NodeJS.ErrnoException) : error;
}
