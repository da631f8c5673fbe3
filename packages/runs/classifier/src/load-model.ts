import { type OurCheckpoint, type WeightsChoice, inOurNames, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import type { DatasetRecord, Preprocessing } from '@attune/data';
import type { Network } from '@attune/nn';
import {
  type Calibration,
  type ModelCard,
  type ReadableFiles,
  RunFileError,
  type Task,
  atSize,
  chooseImages,
  identifyWeights,
  networkOfWeights,
  readModelCard,
  readRunConfig,
  readSavedData,
  runFiles,
  taskOf,
} from '@attune/run';
import { type Architecture, type ModelSpec, type Spelling, buildEmptyModel, requireFitting, requireOwnNetwork } from '@attune/zoo';

/** A network with its weights, and what its files say of it. */
export interface LoadedModel {
  readonly network: Network;
  /** What the network was built from. */
  readonly spec: ModelSpec;
  readonly preprocessing: Preprocessing;
  /** Names, where the files tell them. */
  readonly classes: readonly string[] | null;
  /** What it says of an image: which of the classes it is, which it has, or a number for each. */
  readonly task: Task;
  /** From which probability on an image has each class, where it may have several and the files
   * tell. */
  readonly thresholds: readonly number[] | null;
  /** How sure it may be, where its files tell. */
  readonly calibration: Calibration | null;
  /** The data of a run that keeps what they were. */
  readonly trainedOn: DatasetRecord | null;
  /** What was renamed and left out of a file of weights, in words. */
  readonly notes: readonly string[];
}

export interface LoadModelOptions {
  /** Of bare weights, when their names do not tell. */
  readonly architecture?: Architecture | undefined;
  /** Side of the square that the network sees, in pixels. Default: as in training. */
  readonly imageSize?: number | undefined;
  /** Of a run or a file that has both: its weights, or moving averages of them. Default: `raw`. */
  readonly weights?: WeightsChoice | undefined;
  /** Of weights that a file lacks. Default: 0. */
  readonly seed?: number | undefined;
  /** What messages call a choice. Default: its name in words. */
  readonly spell?: Spelling | undefined;
}

/** A run's best weights in the network that they are of. A backend must have started.
 *
 * @param name what messages call the run.
 * @throws {RunFileError} when the files are no run, or have no such weights. */
export async function loadRun(files: ReadableFiles, name: string, options: LoadModelOptions = {}): Promise<LoadedModel> {
  const { imageSize, weights = 'raw' } = options;
  const { model, classes, preprocessing, task } = await readRunConfig(files, name);
  const file = await weightsFile(files, { name, weights });
  const checkpoint = inOurNames(await readCheckpoint(await files.source(file), { name: `${name}/${file}` }));
  const told = toldOf(readModelCard(checkpoint.metadata));
  const trainedOn = await readSavedData(files, name);
  const seen = imageSize === undefined ? preprocessing : atSize(preprocessing, imageSize);
  return load({ model, classes, ...told, task: taskOf({ task }), trainedOn, preprocessing: seen, notes: [] }, { checkpoint, options });
}

async function weightsFile(files: ReadableFiles, { name, weights }: { readonly name: string; readonly weights: WeightsChoice }): Promise<string> {
  if (weights === 'raw') return runFiles.best;
  if ((await files.list('')).includes(runFiles.bestEma)) return runFiles.bestEma;
  throw new RunFileError(name, `it has no averaged weights (${runFiles.bestEma}). Take its weights as they are, or train it with averages.`);
}

/** The network that a file of weights is of, with them. A file that a run wrote or exported says
 * what it is; of others the names tell. A backend must have started.
 *
 * @throws {UntoldArchitectureError} when nothing tells the architecture. */
export async function loadWeights(checkpoint: OurCheckpoint, options: LoadModelOptions = {}): Promise<LoadedModel> {
  requireOwnNetwork(checkpoint);
  const identity = identifyWeights(checkpoint);
  const model = networkOfWeights(identity, options);
  const { preprocessing } = chooseImages(options, { architecture: model.architecture, identity });
  return load(
    { model, classes: identity.classNames, ...toldOf(identity.card), trainedOn: null, preprocessing, notes: checkpoint.notes },
    { checkpoint, options },
  );
}

/** What weights say beside their network. */
function toldOf(card: ModelCard | null): Pick<LoadedModel, 'task' | 'thresholds' | 'calibration'> {
  return { task: taskOf(card ?? {}), thresholds: card?.thresholds ?? null, calibration: card?.calibration ?? null };
}

interface Described extends Omit<LoadedModel, 'network' | 'spec'> {
  readonly model: ModelSpec;
}

interface WeightsToLoad {
  readonly checkpoint: OurCheckpoint;
  readonly options: LoadModelOptions;
}

async function load({ model, ...rest }: Described, { checkpoint, options: { spell } }: WeightsToLoad): Promise<LoadedModel> {
  requireFitting(model.architecture, { imageSize: rest.preprocessing.imageSize }, spell === undefined ? {} : { spell });
  const network = buildEmptyModel(model);
  await loadPretrained(network, checkpoint, { whole: true });
  return { network, spec: model, ...rest };
}
