import { createInterface } from 'node:readline';

import { workSchema } from '../workload/work.ts';
import { CannotDoError, type PreparePeer } from './peer.ts';

/** What a peer's process says, a line of JSON each: whether it is ready, then the
 * seconds of what it was asked to repeat. */
export type PeerAnswer =
  | { readonly ready: true; readonly version?: string; readonly reduced?: { readonly note: string; readonly share: number } }
  | { readonly cannot: string }
  | { readonly seconds: readonly number[]; readonly peakBytes: number };

/** Runs in a process of its own: takes a work from the first line of its input and repeats it as
 * often as each further line says. */
export async function servePeer(prepare: PreparePeer): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const work = workSchema.parse(JSON.parse(String((await lines.next()).value)));
  try {
    const { repeat, reduced } = await prepare(work);
    answer(reduced === undefined ? { ready: true } : { ready: true, reduced });
    for await (const line of { [Symbol.asyncIterator]: () => lines }) {
      const { repetitions } = JSON.parse(line) as { readonly repetitions: number };
      answer({ seconds: await timeEach(repeat, repetitions), peakBytes: process.resourceUsage().maxRSS * 1024 });
    }
  } catch (error) {
    if (!CannotDoError.isInstance(error)) throw error;
    answer({ cannot: error.message });
  }
  // Threads and sessions of a peer may keep its process alive.
  process.exit();
}

async function timeEach(repeat: () => Promise<void>, repetitions: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let count = 0; count < repetitions; count++) {
    const started = performance.now();
    await repeat();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}

function answer(message: PeerAnswer): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
