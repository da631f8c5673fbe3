/** What asks a process to end: Ctrl-C, `kill`, and a terminal or a session that closes. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `onFirst` at the first signal to end, and ends the process with `exitCode` at the second.
 *
 * @returns a function that stops listening. */
export function listenForEndings(onFirst: () => void, exitCode: number): () => void {
  let asked = false;
  const listen = () => {
    if (asked) process.exit(exitCode);
    asked = true;
    onFirst();
  };
  for (const ending of endings) process.on(ending, listen);
  return () => endings.forEach((ending) => process.off(ending, listen));
}

/** Set for a process that is to end with the one that started it. */
export const endsWithParent = 'ATTUNE_ENDS_WITH_PARENT';

/** Ends a trial whose sweep or worker is gone, however that ended: another worker has the trial
 * then. What was trained since the last checkpoint is lost. */
export function endWithParent(): void {
  if (process.env[endsWithParent] !== '1' || process.channel === undefined) return;
  process.once('disconnect', () => process.exit(1));
  process.channel.unref(); // it listens as long as there is work, and no longer
  if (!process.connected) process.exit(1);
}
