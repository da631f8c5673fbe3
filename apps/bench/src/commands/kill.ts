import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BenchError } from '../bench-error.ts';
import { type KillLoopOptions, killLoop } from '../kill/kill-loop.ts';

export interface KillOptions extends Omit<KillLoopOptions, 'folder' | 'onKill'> {
  readonly json?: true | undefined;
}

/** Proves that a run survives kill -9: bit-equal weights however often it was interrupted.
 *
 * @throws {BenchError} when they are not. */
export async function kill({ json, ...options }: KillOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-kill-'));
  try {
    const onKill = (kills: number) => void process.stderr.write(`\r${kills}/${options.kills} kills`);
    const result = await killLoop({ ...options, folder, onKill });
    process.stderr.write('\n');
    process.stdout.write(`${json === true ? JSON.stringify(result) : describe(result)}\n`);
    if (result.differing > 0) throw new BenchError(`${result.differing} of ${result.runs} resumed runs ended with other weights.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe({ kills, runs, files, places, endedStages }: Awaited<ReturnType<typeof killLoop>>): string {
  const where = [
    ...Object.entries(places).map(([place, count]) => `${count} ${place}`),
    ...Object.entries(endedStages).map(([stages, count]) => `${count} when ${stages} stages had ended`),
  ];
  return `${kills} kills in ${runs} runs (${where.join(', ')}): all ${files} files of weights of each equal the uninterrupted run's.`;
}
