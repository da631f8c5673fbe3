/** Milliseconds. Calls into a lost card fail before the browser says that it is lost, seconds before while it is busy. */
const grace = 15_000;

/** What a generator gives, until a backend is lost: then its error is thrown, and the generator is left alone, for it may wait for ever. */
export async function* unlessLost<T>(events: AsyncGenerator<T, void, void>, lost: Promise<Error>, patience = grace): AsyncGenerator<T, void, void> {
  const failure = lost.then((error) => ({ error }));
  let isLost = false;
  try {
    for (;;) {
      const next = await Promise.race([events.next(), failure]).catch((error: unknown) => causeOf(error, { lost, patience }));
      if ('error' in next) {
        isLost = true;
        throw next.error;
      }
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    if (!isLost) await events.return();
  }
}

/** The loss behind an error, if there is one. */
async function causeOf(error: unknown, { lost, patience }: { readonly lost: Promise<Error>; readonly patience: number }): Promise<{ readonly error: unknown }> {
  const silence = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), patience));
  return { error: await Promise.race([lost, silence]) };
}
