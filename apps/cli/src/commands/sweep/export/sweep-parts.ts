import { posix } from 'node:path';

import { isWeightsReference } from '@attune/pretrained';
import type { FlagSet } from '@attune/sweep';

import { packageVersion } from '../../../package-version.ts';
import { recipeSource } from '../../../recipe-source.ts';
import { sampleName } from '../../finetune/open-data.ts';

/** What the processes of an exported sweep share. */
export interface SweepParts {
  /** Of letters, digits and `-`. */
  readonly name: string;
  /** The spec as it was written. */
  readonly spec: string;
  /** Where the spec lies here, as the user wrote it. */
  readonly file: string;
  readonly workers: number;
  readonly trialThreads: number;
  readonly image: string;
  readonly queue: string;
  readonly priority: number;
  readonly dataStore: string | null;
  /** What the trials read from the disk, as the spec names it. */
  readonly paths: readonly string[];
}

/** The folder that relative paths of a spec are relative to, in a container. */
export const workingFolder = '/sweep';

export const redisImage = 'redis:7-alpine';

/** Where a path of the spec lies in a container. */
export function placeOf(path: string): string {
  return posix.resolve(workingFolder, path);
}

/** Words that run `attune`, installed with what a queue needs, in an image that has Node. */
export function attuneWords(...words: readonly string[]): string[] {
  return ['npx', '--yes', '--package', `attune@${packageVersion()}`, '--package', 'bullmq@6', '--package', 'ioredis@6', 'attune', ...words];
}

/** Words of the process that follows the sweep. */
export function sweepWords(parts: SweepParts, { redis, spec, out }: { readonly redis: string; readonly spec: string; readonly out: string }): string[] {
  return attuneWords('sweep', spec, '--redis', redis, '--queue', parts.queue, '--priority', `${parts.priority}`, ...storeWords(parts), '--out', out);
}

/** Words of a worker, which ends with the sweep. */
export function workerWords(parts: SweepParts, { redis, out }: { readonly redis: string; readonly out: string }): string[] {
  const machine = ['--trial-threads', `${parts.trialThreads}`, '--exit-when-empty'];
  return attuneWords('worker', '--redis', redis, '--queue', parts.queue, ...storeWords(parts), '--out', out, ...machine);
}

function storeWords({ dataStore }: SweepParts): string[] {
  return dataStore === null ? [] : ['--data-store', dataStore];
}

/** Paths of files and folders that flags name, each once; names of samples, published weights and
 * recipes are none. */
export async function pathsNamed(flagSets: readonly FlagSet[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const { data, weights = 'none', corrections, recipe } of flagSets) {
    if (data !== sampleName) paths.add(String(data));
    const file = String(weights).replace(/^keras:/u, '');
    if (!['none', 'sample'].includes(file) && !isWeightsReference(file)) paths.add(file);
    if (corrections !== undefined) paths.add(String(corrections));
    if (recipe !== undefined && (await recipeSource(String(recipe))).kind === 'text') paths.add(String(recipe));
  }
  return [...paths];
}
