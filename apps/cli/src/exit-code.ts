/** What the shell is told: done, failed, wrong usage or bad input, stopped by the user with a checkpoint written. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, stopped: 130 } as const;

/** Our own errors that are no fault of the input. */
const failures: ReadonlySet<string> = new Set([
  'ATTUNE_NON_FINITE_LOSS',
  'ATTUNE_BATCH_STATISTICS',
  'ATTUNE_WASM_START',
  'ATTUNE_FILE_WRITE',
  'ATTUNE_DOWNLOAD',
]);

/** A typed error of ours is bad input, named in its message; anything else is a failure of the program or the machine. */
export function exitCodeOf(error: unknown): number {
  const code = codeOf(error);
  return code?.startsWith('ATTUNE_') === true && !failures.has(code) ? exitCodes.badInput : exitCodes.failed;
}

/** What is printed of an error: its message where somebody wrote it for the user, with the name of the thing where the system wrote it. */
export function messageOf(error: unknown): string {
  if (codeOf(error)?.startsWith('ATTUNE_') === true) return (error as Error).message;
  return error instanceof Error ? `${error.message} (run again with --debug to see where)` : String(error);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
