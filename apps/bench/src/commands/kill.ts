import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BenchError } from '../bench-error.ts';
import { type KillLoopOptions, killLoop } from '../kill/kill-loop.ts';
import { scenarios } from '../kill/scenarios.ts';

export interface KillOptions extends Omit<KillLoopOptions, 'folder' | 'onKill' | 'flags'> {
  readonly during: string;
  readonly json?: true | undefined;
}

/** Features of a stage are kept on the disk where a megabyte of memory does not hold them. */
const cachingFlags = ['--cache', '1', '--disk-cache', '64'];

/** Proves that a run survives kill -9: bit-equal weights however often it was interrupted; and that
 * nothing is lost or silently wrong when exports are killed, data change or a disk fills.
 *
 * @throws {BenchError} when it does not. */
export async function kill({ during, ...options }: KillOptions): Promise<void> {
  const scenario = scenarios[during];
  if (scenario !== undefined) return killInRounds(during, scenario, options);
  return killTraining(during === 'feature-caching' ? { ...options, flags: cachingFlags } : options);
}

async function killInRounds(during: string, scenario: (typeof scenarios)[string], { kills: rounds, seed, json }: Omit<KillOptions, 'during'>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-kill-'));
  try {
    const result = await scenario({ folder, rounds, seed, onRound: (done) => void process.stderr.write(`\r${done}/${rounds} rounds`) });
    process.stderr.write('\n');
    const { outcomes, lost, silentlyWrong } = result;
    const counts = Object.entries(outcomes).map(([outcome, count]) => `  ${count} × ${outcome}`);
    const text = [`${during}, ${rounds} rounds: ${lost.length} lost, ${silentlyWrong.length} silently wrong`, ...counts, ...lost, ...silentlyWrong];
    process.stdout.write(`${json === true ? JSON.stringify(result) : text.join('\n')}\n`);
    if (lost.length + silentlyWrong.length > 0) throw new BenchError(`${lost.length} rounds lost something, ${silentlyWrong.length} were silently wrong.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function killTraining({ json, ...options }: Omit<KillOptions, 'during'> & Pick<KillLoopOptions, 'flags'>): Promise<void> {
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
