import type { Engine } from '../engine/protocol.ts';
import { engine, notice } from './project.ts';

/** Asks the worker, once it is there; what goes wrong becomes a sentence in the status
 * line, and the answer is null. */
export async function askEngine<T>(question: (engine: Engine) => Promise<T>): Promise<T | null> {
  try {
    return await question(await whenStarted());
  } catch (error) {
    notice.value = { text: error instanceof Error ? error.message : String(error), isFault: true };
    return null;
  }
}

/** Photos may be dropped before the worker has loaded. */
function whenStarted(): Promise<Engine> {
  return new Promise((resolve) => {
    const stop = engine.subscribe((started) => {
      if (started === null) return;
      resolve(started);
      queueMicrotask(() => stop());
    });
  });
}
