import { stat } from 'node:fs/promises';

import { type Checkpoint, type WeightsChoice, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { type Preprocessing, preprocessingFor } from '@attune/data';
import type { Network } from '@attune/nn';
import { type ModelCard, readModelCard, readRunConfig } from '@attune/run';
import { type Architecture, attentionSpec, buildModel, defaultImageSize, describeWeights } from '@attune/zoo';

import { isWeightsReference } from '@attune/pretrained';

import { openWeights, preprocessingOf } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { bestWeights } from './best-weights.ts';
import { nodeFiles } from './node-files.ts';

/** A network with its weights, and how images are shown to it. */
export interface SavedModel {
  readonly network: Network;
  readonly preprocessing: Preprocessing;
  /** Names, when a run tells them. */
  readonly classes: readonly string[] | null;
}

export interface SavedModelOptions {
  /** Of bare weights, when their names do not tell. */
  readonly architecture?: Architecture | undefined;
  readonly imageSize?: number | undefined;
  readonly seed?: number;
  /** Of a run or a file that has both: its weights, or moving averages of them. Default: `raw`. */
  readonly weights?: WeightsChoice;
}

/** Opens a run's best weights, or a bare checkpoint.
 *
 * @throws {UsageError} when a checkpoint's architecture is neither given nor told by its names; when averages are wanted and there are none. */
export async function openSavedModel(path: string, options: SavedModelOptions = {}): Promise<SavedModel> {
  const found = path === 'sample' || isWeightsReference(path) ? null : await stat(userPath(path)).catch(() => null);
  return found?.isDirectory() === true ? openRun(userPath(path), options) : openBareWeights(path, options);
}

async function openRun(folder: string, options: SavedModelOptions): Promise<SavedModel> {
  const config = await readRunConfig(nodeFiles(folder), folder);
  return openDescribed(config, await readCheckpoint(await bestWeights(folder, options.weights ?? 'raw')), options);
}

async function openDescribed({ model, classes, preprocessing }: ModelCard, checkpoint: Checkpoint, { imageSize }: SavedModelOptions): Promise<SavedModel> {
  const network = buildModel(model);
  await loadPretrained(network, checkpoint);
  return { network, classes, preprocessing: imageSize === undefined ? preprocessing : preprocessingFor({ ...preprocessing, ...resized(imageSize) }) };
}

/** A file that a run wrote says what it is; of others the names tell. */
async function openBareWeights(path: string, options: SavedModelOptions): Promise<SavedModel> {
  const checkpoint = await openWeights(path, options.weights);
  if (checkpoint === null) throw new UsageError('"none" is no checkpoint: give a run or a file of weights.');
  const card = readModelCard(checkpoint.metadata);
  if (card !== null && [undefined, card.model.architecture].includes(options.architecture)) return openDescribed(card, checkpoint, options);
  const { imageSize, seed = 0 } = options;
  const { architecture, classes, attention } = describeWeights(checkpoint, options.architecture);
  const network = buildModel({ architecture, classes, ...attentionSpec(architecture, attention), seed });
  await loadPretrained(network, checkpoint);
  const size = imageSize ?? defaultImageSize(architecture);
  return { network, classes: null, preprocessing: preprocessingFor({ ...preprocessingOf(checkpoint, size), imageSize: size }) };
}

function resized(imageSize: number): { readonly imageSize: number; readonly resizeSize: number } {
  const { resizeSize } = preprocessingFor({ imageSize });
  return { imageSize, resizeSize };
}
