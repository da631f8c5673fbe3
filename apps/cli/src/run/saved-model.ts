import { stat } from 'node:fs/promises';

import { type Checkpoint, type WeightsChoice, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import type { DatasetRecord, Preprocessing } from '@attune/data';
import type { Network } from '@attune/nn';
import { isWeightsReference } from '@attune/pretrained';
import { type FileStore, atSize, chooseImages, identifyWeights, networkOfWeights, readRunConfig, readSavedData } from '@attune/run';
import { type Architecture, type ModelSpec, buildModel, requireFitting, requireOwnNetwork } from '@attune/zoo';

import { flagOf } from '../flag-of.ts';
import { openWeights } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { bestFile } from './best-weights.ts';
import { nodeFiles } from './node-files.ts';
import { isZipFile, zippedFiles } from './zipped-run.ts';

/** A network with its weights, and how images are shown to it. */
export interface SavedModel {
  readonly network: Network;
  /** What the network was built from. */
  readonly spec: ModelSpec;
  readonly preprocessing: Preprocessing;
  /** Names, when a run tells them. */
  readonly classes: readonly string[] | null;
  /** The data of a run that keeps what they were. */
  readonly trainedOn: DatasetRecord | null;
  /** What was renamed and left out of a file of weights, in words. */
  readonly notes: readonly string[];
}

export interface SavedModelOptions {
  /** Of bare weights, when their names do not tell. */
  readonly architecture?: Architecture | undefined;
  readonly imageSize?: number | undefined;
  readonly seed?: number;
  /** Of a run or a file that has both: its weights, or moving averages of them. Default: `raw`. */
  readonly weights?: WeightsChoice;
  /** Other names for tensors of a bare checkpoint: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
}

/** Opens a run's best weights, its folder or the archive that the page saves of it, or
 * a bare checkpoint.
 *
 * @throws {UsageError} when a checkpoint's architecture is neither given nor told by its names;
 * when averages are wanted and there are none; when a run's tensors should be renamed. */
export async function openSavedModel(path: string, options: SavedModelOptions = {}): Promise<SavedModel> {
  if (path === 'sample' || isWeightsReference(path)) return openBareWeights(path, options);
  const place = userPath(path);
  const isZip = await isZipFile(place);
  const isFolder = (await stat(place).catch(() => null))?.isDirectory() === true;
  if (!isZip && !isFolder) return openBareWeights(path, options);
  requireNoRename(path, options.rename);
  return openRun(isZip ? await zippedFiles(place) : nodeFiles(place), place, options);
}

/** @throws {UsageError} */
export function requireNoRename(path: string, rename: readonly string[] | undefined): void {
  if (rename === undefined) return;
  throw new UsageError(`${path} is not a checkpoint, and a run's tensors have the right names; --rename is for those of a file.`);
}

async function openRun(files: FileStore, name: string, { imageSize, weights = 'raw' }: SavedModelOptions): Promise<SavedModel> {
  const { model, classes, preprocessing } = await readRunConfig(files, name);
  const file = await bestFile(files, name, weights);
  const checkpoint = await readCheckpoint(await files.source(file), { name: `${name}/${file}` });
  const trainedOn = await readSavedData(files, name);
  return load({ model, classes, trainedOn, preprocessing: imageSize === undefined ? preprocessing : atSize(preprocessing, imageSize), notes: [] }, checkpoint);
}

/** A file that a run wrote says what it is; of others the names tell. */
async function openBareWeights(path: string, options: SavedModelOptions): Promise<SavedModel> {
  const checkpoint = await openWeights(path, { choice: options.weights, rename: options.rename });
  if (checkpoint === null) throw new UsageError('"none" is not a checkpoint: give a run or a file of weights.');
  requireOwnNetwork(checkpoint);
  const identity = identifyWeights(checkpoint);
  const model = networkOfWeights(identity, options);
  const { preprocessing } = chooseImages(options, { architecture: model.architecture, identity });
  return load({ model, classes: identity.card?.classes ?? null, trainedOn: null, preprocessing, notes: checkpoint.notes }, checkpoint);
}

interface Described extends Omit<SavedModel, 'network' | 'spec'> {
  readonly model: ModelSpec;
}

async function load({ model, ...rest }: Described, checkpoint: Checkpoint): Promise<SavedModel> {
  requireFitting(model.architecture, { imageSize: rest.preprocessing.imageSize }, { spell: flagOf });
  const network = buildModel(model);
  await loadPretrained(network, checkpoint);
  return { network, spec: model, ...rest };
}
