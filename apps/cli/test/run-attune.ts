import { vi } from 'vitest';

import { main } from '../src/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process and gives what a shell would see. */
export async function runAttune(...words: string[]): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const capture = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk: string | Uint8Array, ...rest: unknown[]) => {
      written[stream] += String(chunk);
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    });
  const spies = [capture('stdout'), capture('stderr')];
  try {
    return { code: await main(words), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
