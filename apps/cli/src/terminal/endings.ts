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
