import { type Interruption, startInterruptThread } from './interrupt-thread.ts';

/** What asks a process to end: Ctrl-C, `kill`, and a terminal or a session that closes. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Of these, what the thread hears while the main one computes. Any other is left to the system
 * where nothing is kept: it ends the process at once. */
const heard = ['SIGINT'] as const;

export interface EndingsConfig {
  /** Of a process that ends at the second signal. */
  readonly exitCode: number;
  /** Whether work that is asked to end may go on to where it can be kept, however long that
   * takes. */
  readonly patient: boolean;
  /** What is printed at the first signal. */
  readonly notice: string;
  readonly print: (notice: string) => void;
}

/** Calls `onFirst` at the first signal to end, and ends the process at the second; at Ctrl-C also
 * while the main thread computes. SIGTERM and SIGHUP end work that keeps nothing at once; any other
 * finishes its step first.
 *
 * @returns a function that stops listening. */
export function listenForEndings(onFirst: () => void, { exitCode, patient, notice, print }: EndingsConfig): () => void {
  let asked = false;
  const listen = () => {
    if (asked) process.exit(exitCode);
    asked = true;
    if (thread?.answer() !== true) print(notice);
    onFirst();
  };
  // The thread has its own count: a second Ctrl-C may come before the first was heard here.
  const onInterruption = (interruption: Interruption) => (interruption === 'second' ? process.exit(exitCode) : listen());
  const thread = startInterruptThread({ patient, notice: `\n${notice}\n`, onInterruption });
  const awaited = patient ? endings : heard;
  for (const ending of awaited) process.on(ending, listen);
  return () => {
    for (const ending of awaited) process.off(ending, listen);
    thread?.stop();
  };
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
