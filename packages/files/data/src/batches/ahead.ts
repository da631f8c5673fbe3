/** Runs up to `depth` tasks before their results are asked for, and yields the results
 * in the order of the tasks.
 *
 * Stops starting tasks when the consumer leaves or `signal` aborts (then it throws the signal's
 * reason); results still under way are dropped. */
export async function* runAhead<T>(
  tasks: Iterable<() => Promise<T>>,
  { depth, signal }: { readonly depth: number; readonly signal: AbortSignal },
): AsyncGenerator<T> {
  const waiting: Promise<T>[] = [];
  for (const task of tasks) {
    signal.throwIfAborted();
    waiting.push(started(task));
    if (waiting.length > depth) yield await untilAborted(waiting.shift()!, signal);
  }
  while (waiting.length > 0) yield await untilAborted(waiting.shift()!, signal);
}

/** A failure is reported when its turn comes; until then it must not count as unhandled. */
function started<T>(task: () => Promise<T>): Promise<T> {
  const result = task();
  result.catch(() => {});
  return result;
}

function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
