import { AttuneError } from '@attune/errors';

/** Milliseconds. Calls into a lost card fail before the browser says that it is lost, seconds
 * before while it is busy. */
const grace = 15_000;

/** A result, unless the backend is lost before it comes: then the loss is thrown, for the work may
 * wait for ever, or has failed because of it.
 *
 * @param lost aborts with its error when the backend is taken away; null where nothing
 * can take it. */
export async function unlessLost<T>(work: Promise<T>, lost: AbortSignal | null, patience = grace): Promise<T> {
  if (lost === null) return work;
  const done = new AbortController();
  const loss = new Promise<never>((_, reject) => {
    if (lost.aborted) reject(lost.reason);
    else lost.addEventListener('abort', () => reject(lost.reason), { signal: done.signal });
  });
  try {
    return await Promise.race([work, loss]);
  } catch (error) {
    // Errors of ours know what they are about: no lost card is behind them, or it is what they say.
    if (!AttuneError.isInstance(error)) await Promise.race([loss, new Promise((resolve) => setTimeout(resolve, patience))]);
    throw error;
  } finally {
    done.abort();
  }
}

/** What a generator gives, until the backend is lost: then the generator is left alone. */
export async function* eachUnlessLost<T>(events: AsyncGenerator<T, void, void>, lost: AbortSignal | null, patience = grace): AsyncGenerator<T, void, void> {
  let waits = false;
  try {
    for (;;) {
      waits = true;
      const next = await unlessLost(events.next(), lost, patience);
      waits = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    if (!waits) await events.return();
  }
}
