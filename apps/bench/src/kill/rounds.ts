import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { BenchError } from '../bench-error.ts';
import { type Ended, runAttune } from './attune-process.ts';

/** How rounds of one kind went. */
export interface RoundsResult {
  readonly rounds: number;
  /** How rounds ended, as each kind tells it apart. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What is gone and must not be: a file of before, a way on. */
  readonly lost: readonly string[];
  /** What is other than it should be, where nobody said so. */
  readonly silentlyWrong: readonly string[];
}

export interface RoundsOptions {
  /** Where everything is written. */
  readonly folder: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: ((done: number) => void) | undefined;
}

/** What one round has come to. */
export interface Round {
  readonly outcome: string;
  readonly lost?: string | null;
  readonly silentlyWrong?: string | null;
}

/** Runs rounds one after another and counts how they end. */
export async function inRounds({ rounds, onRound }: RoundsOptions, round: (index: number) => Promise<Round>): Promise<RoundsResult> {
  const outcomes: Record<string, number> = {};
  const [lost, silentlyWrong]: [string[], string[]] = [[], []];
  for (let index = 0; index < rounds; index++) {
    const ended = await round(index);
    outcomes[ended.outcome] = (outcomes[ended.outcome] ?? 0) + 1;
    if (typeof ended.lost === 'string') lost.push(`round ${index}: ${ended.lost}`);
    if (typeof ended.silentlyWrong === 'string') silentlyWrong.push(`round ${index}: ${ended.silentlyWrong}`);
    onRound?.(index + 1);
  }
  return { rounds, outcomes, lost, silentlyWrong };
}

/** A training of a small network on two colours that takes seconds. */
export const smallJob = [
  '--arch',
  'resnet20',
  '--weights',
  'none',
  '--image-size',
  '16',
  '--batch-size',
  '4',
  '--seed',
  '3',
  '--backend',
  'wasm',
  '--threads',
  '1',
] as const;
export const quietly = ['--checkpoint-every', '1', '--no-report', '--quiet', '--json'] as const;

/** @throws {BenchError} when the command does not end well. */
export async function mustEnd(words: readonly string[]): Promise<Ended> {
  const ended = await runAttune(words);
  if (ended.code !== 0) throw new BenchError(`attune ${words.join(' ')} ended with ${ended.code}: ${ended.stderr.slice(-500)}`);
  return ended;
}

/** `NAME HASH` of every file below a folder, or of a file; nothing of what is not there. Lines of
 * what is being written aside are left out. */
export async function hashesOf(place: string, belongs: (name: string) => boolean = () => true): Promise<string[]> {
  if (!existsSync(place)) return [];
  const isFolder = (await stat(place)).isDirectory();
  const entries = isFolder ? await readdir(place, { recursive: true, withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1));
  const files = isFolder ? names.filter((name) => !name.endsWith('.partial') && belongs(name)).toSorted() : [''];
  return Promise.all(files.map(async (name) => `${name} ${await hashOf(join(place, name))}`));
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
