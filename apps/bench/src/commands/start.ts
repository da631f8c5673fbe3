import { spawnSync } from 'node:child_process';

import { BenchError } from '../bench-error.ts';
import { attuneCommand } from '../kill/attune-process.ts';
import { describeHost } from '../measure/machine.ts';
import { median, spread } from '../measure/statistics.ts';

export interface StartOptions {
  readonly rounds: number;
  readonly json?: true | undefined;
}

const programs = { 'attune --help': [attuneCommand, '--help'], node: ['--eval', ''] } as const;

/** Times the command from its start to its end where it only prints its help, and Node by itself,
 * which no command can be faster than. */
export function start({ rounds, json }: StartOptions): void {
  const samples = { 'attune --help': [] as number[], node: [] as number[] };
  for (let round = 0; round < rounds; round++) for (const name of ['attune --help', 'node'] as const) samples[name].push(secondsOf(programs[name]));
  const results = Object.entries(samples).map(([name, seconds]) => ({ name, seconds: median(seconds), spread: spread(seconds), samples: seconds }));
  const lines = results.map((result) => `${result.name}: ${(1000 * result.seconds).toFixed(0)} ms, spread ${(100 * result.spread).toFixed(0)} %`);
  process.stdout.write(`${json === true ? JSON.stringify({ results, machine: describeHost() }) : lines.join('\n')}\n`);
}

function secondsOf(words: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
  if (status !== 0) throw new BenchError(`node ${words.join(' ')} ended with ${status}.`);
  return (performance.now() - started) / 1000;
}
