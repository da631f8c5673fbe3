import { breathe } from '@attune/nn';

interface FinishedOptions<T> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: T) => void) | undefined;
}

/** The result of work that tells how far it is, between whose parts the process hears of other
 * things.
 *
 * @throws the signal's reason, once it is aborted. */
export async function finished<T, R>(work: AsyncGenerator<T, R, void>, { signal, onProgress }: FinishedOptions<T> = {}): Promise<R> {
  for (;;) {
    await breathe();
    signal?.throwIfAborted();
    const { done, value } = await work.next();
    if (done === true) return value;
    onProgress?.(value);
  }
}
