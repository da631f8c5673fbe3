import { readdir, stat } from 'node:fs/promises';

import { isIndexName } from '@attune/checkpoint';
import { type LoadModelOptions, type LoadedModel, loadRun, loadWeights } from '@attune/classifier';
import { isWeightsReference } from '@attune/pretrained';
import { type FileStore, configFile } from '@attune/run';

import { flagOf } from '../flag-of.ts';
import { openWeights } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { bestFile } from './best-weights.ts';
import { nodeFiles } from './node-files.ts';
import { isZipFile, zippedFiles } from './zipped-run.ts';

/** A network with its weights, and how images are shown to it. */
export type SavedModel = LoadedModel;

export interface SavedModelOptions extends Omit<LoadModelOptions, 'spell'> {
  /** Other names for tensors of a bare checkpoint: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
}

/** Opens a run's best weights, its folder or the archive that the page saves of it, or
 * a bare checkpoint, which may be a folder with an index of its files.
 *
 * @throws {UsageError} when a checkpoint's architecture is neither given nor told by its names;
 * when averages are wanted and there are none; when a run's tensors should be renamed. */
export async function openSavedModel(path: string, options: SavedModelOptions = {}): Promise<SavedModel> {
  if (path === 'sample' || isWeightsReference(path)) return openBareWeights(path, options);
  const place = userPath(path);
  const isZip = await isZipFile(place);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  if (!isZip && !isFolder) return openBareWeights(path, options);
  if (isFolder && (await holdsWeightsByIndex(place))) return openBareWeights(path, options);
  requireNoRename(path, options.rename);
  return openRun(isZip ? await zippedFiles(place) : nodeFiles(place), place, options);
}

/** A folder of shards, or one that `attune export --to tfjs` wrote. */
async function holdsWeightsByIndex(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some(isIndexName) && !names.includes(configFile);
}

/** @throws {UsageError} */
export function requireNoRename(path: string, rename: readonly string[] | undefined): void {
  if (rename === undefined) return;
  throw new UsageError(`${path} is not a checkpoint, and a run's tensors have the right names; --rename is for those of a file.`);
}

async function openRun(files: FileStore, name: string, options: SavedModelOptions): Promise<SavedModel> {
  await bestFile(files, name, options.weights ?? 'raw');
  return loadRun(files, name, { ...options, spell: flagOf });
}

/** A file that a run wrote says what it is; of others the names tell. */
async function openBareWeights(path: string, options: SavedModelOptions): Promise<SavedModel> {
  const checkpoint = await openWeights(path, { choice: options.weights, rename: options.rename });
  if (checkpoint === null) throw new UsageError('"none" is not a checkpoint: give a run or a file of weights.');
  return loadWeights(checkpoint, { ...options, spell: flagOf });
}
