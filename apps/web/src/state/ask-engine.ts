import type { Engine } from '../engine/protocol/engine.ts';
import { type WayOn, engine } from './project.ts';
import { tellFault } from './tell-fault.ts';

/** Asks the worker, once it is there; what goes wrong becomes a sentence in the status line, with
 * the press that helps, and the answer is null. */
export async function askEngine<T>(question: (engine: Engine) => Promise<T>, wayOn: WayOn | ((error: unknown) => WayOn)): Promise<T | null> {
  try {
    return await question(await whenStarted());
  } catch (error) {
    tellFault(error, typeof wayOn === 'function' ? wayOn(error) : wayOn);
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
