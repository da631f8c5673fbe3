import { readdir } from 'node:fs/promises';

import type { DatasetRecord } from '@attune/data';
import { Run, type RunConfig } from '@attune/run';
import type { Recipe } from '@attune/staged-finetune';

import { withPathError } from '../path-error.ts';
import { UsageError } from '../usage-error.ts';
import { nodeFiles } from './node-files.ts';
import { lockFile } from './run-lock.ts';

/** A new run in a folder of its own.
 *
 * @throws {UsageError} when the folder holds something already. */
export async function createRunFolder(
  path: string,
  config: RunConfig,
  { recipe, data }: { readonly recipe: Recipe; readonly data: DatasetRecord },
): Promise<Run> {
  await requireEmpty(path);
  return Run.create({ files: nodeFiles(path), path, data }, config, recipe);
}

/** @throws {RunFileError} when the folder is not a run. */
export async function openRunFolder(path: string): Promise<Run> {
  return Run.open({ files: nodeFiles(path), path });
}

/** @throws {UsageError} when a folder holds something already. */
export async function requireEmpty(path: string): Promise<void> {
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UsageError(`${path} is a file, not a folder for a run; choose another --out.`);
    throw withPathError(error);
  });
  if (entries.every((name) => name.startsWith(lockFile))) return;
  throw new UsageError(`${path} is not empty; choose another --out, or resume the run in it: attune finetune --resume ${path}`);
}
