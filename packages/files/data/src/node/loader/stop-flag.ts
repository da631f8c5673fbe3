const flags = new WeakMap<AbortSignal, Int32Array>();

/** A signal as threads can see it: [1], in shared memory, 0 until the signal aborts. One for each
 * signal; without a signal it stays 0. */
export function stopFlagOf(signal: AbortSignal | undefined): Int32Array {
  if (signal === undefined) return newFlag();
  const flag = flags.get(signal) ?? raisedBy(signal);
  flags.set(signal, flag);
  return flag;
}

function raisedBy(signal: AbortSignal): Int32Array {
  const flag = newFlag();
  if (signal.aborted) flag[0] = 1;
  else signal.addEventListener('abort', () => Atomics.store(flag, 0, 1), { once: true });
  return flag;
}

function newFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}
