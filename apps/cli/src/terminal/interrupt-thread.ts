import { isMainThread, Worker } from 'node:worker_threads';

/** How long the main thread has for an answer to Ctrl-C. */
const answerMilliseconds = 900;
/** And to end by itself at a second one. */
const endMilliseconds = 250;

/** What the thread tells of. */
export type Interruption = 'first' | 'second';

export interface InterruptThreadConfig {
  /** Whether the work may go on to a place where it can be kept, however long that takes. */
  readonly patient: boolean;
  /** What is printed when the main thread computes for longer than a second and is waited for. */
  readonly notice: string;
  readonly onInterruption: (interruption: Interruption) => void;
}

// Source, not a file: it is the same from `src` and `dist`. In a thread, `vm` gives the one way to
// learn of SIGINT while the main thread's loop stands still: the signal breaks off the wait.
const source = `
const { writeSync } = require('node:fs');
const { runInThisContext } = require('node:vm');
const { parentPort, workerData: { answered, patient, notice, answerMilliseconds, endMilliseconds } } = require('node:worker_threads');
const interrupted = (word, milliseconds) => {
  globalThis.wait = () => Atomics.wait(word, 0, 0, milliseconds);
  try {
    runInThisContext('globalThis.wait()', { breakOnSigint: true });
    return false;
  } catch (error) {
    if (error.code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
    return true;
  }
};
const end = () => {
  parentPort.postMessage('second');
  setTimeout(() => process.kill(process.pid, 'SIGINT'), endMilliseconds); // nobody listens any more: it ends the process
};
const untilInterrupted = () => interrupted(new Int32Array(new SharedArrayBuffer(4)), Infinity);
untilInterrupted();
parentPort.postMessage('first');
if (!interrupted(answered, answerMilliseconds)) {
  if (!patient && Atomics.load(answered, 0) === 0) process.kill(process.pid, 'SIGINT');
  if (Atomics.exchange(answered, 0, 1) === 0) writeSync(2, notice);
  untilInterrupted();
}
end();
`;

export interface InterruptThread {
  /** Tells the thread that the main one has heard of the first Ctrl-C.
   *
   * @returns whether the notice is printed already. */
  answer(): boolean;
  stop(): void;
}

/** Listens for Ctrl-C beside the main thread, whose own listeners hear nothing while it computes,
 * and one step may take minutes. Work that cannot be kept is ended within a second, any other at
 * the second Ctrl-C: by SIGINT, which a shell reports as 130.
 *
 * @returns null where there is no such thread: the main thread's listeners are all there is. */
export function startInterruptThread({ patient, notice, onInterruption }: InterruptThreadConfig): InterruptThread | null {
  if (!isMainThread || process.platform === 'win32') return null;
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(source, { eval: true, workerData: { answered, patient, notice, answerMilliseconds, endMilliseconds }, execArgv: [] });
  worker.on('message', onInterruption).on('error', () => {}); // without it, the main thread's listeners hear as they do
  worker.unref();
  return {
    answer: () => {
      const printed = Atomics.exchange(answered, 0, 1) === 1;
      Atomics.notify(answered, 0);
      return printed;
    },
    stop: () => void worker.terminate(),
  };
}
