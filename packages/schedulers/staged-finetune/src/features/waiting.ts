/** Called with the seconds that one item was waited for. */
export type Waited = (seconds: number) => void;

/** Passes items on and tells how long each was waited for, the end included. What the taker does
 * between two items does not count. */
export async function* timed<T>(items: AsyncIterable<T>, waited: Waited): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const started = performance.now();
      const { done, value } = await iterator.next();
      waited((performance.now() - started) / 1000);
      if (done === true) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** What was promised, the time until it came told; what is there already was not waited for. */
export async function arrived<T>(result: Promise<T> | T, waited: Waited): Promise<T> {
  if (!(result instanceof Promise)) return result;
  const started = performance.now();
  const value = await result;
  waited((performance.now() - started) / 1000);
  return value;
}
