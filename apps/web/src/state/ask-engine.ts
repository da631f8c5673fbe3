import type { Engine } from '../engine/protocol.ts';
import { engine, notice } from './project.ts';

/** Asks the worker; what goes wrong becomes a sentence in the status line, and the answer is null. */
export async function askEngine<T>(question: (engine: Engine) => Promise<T>): Promise<T | null> {
  const worker = engine.value;
  if (worker === null) return null;
  try {
    return await question(worker);
  } catch (error) {
    notice.value = { text: error instanceof Error ? error.message : String(error), isFault: true };
    return null;
  }
}
