import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type Checkpoint,
  CheckpointError,
  type FlavourName,
  type OurCheckpoint,
  holdsAverages,
  inOurNames,
  readCheckpoint,
  recogniseFlavour,
  refusalOfIntegers,
  renameTensors,
  summarise,
} from '@attune/checkpoint';
import { ImageError, describeImage, isImageFile } from '@attune/data';
import { isWeightsReference } from '@attune/pretrained';
import { sampleWeights } from '@attune/sample';

import type { Report } from '../command.ts';
import { type Architecture, type GuessedAttention, attentionTitle, foreignNetwork } from '@attune/zoo';
import { fetchedWeights } from '../model/fetched-weights.ts';
import { renamesOf, weightsChoice } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { configFile, identifyWeights, readRunConfig } from '@attune/run';
import { bestWeights } from '../run/best-weights.ts';
import { nodeFiles } from '../run/node-files.ts';
import { requireNoRename } from '../run/saved-model.ts';
import { count } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';
import { planFor } from './inspect/loading-plan.ts';
import { UsageError } from '../usage-error.ts';

export interface InspectOptions {
  /** Compare a checkpoint with this architecture, name by name. */
  readonly arch?: Architecture | undefined;
  /** Look at the averages of a run, or of a file that holds both them and the weights. */
  readonly averaged?: boolean | undefined;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
}

/** What a checkpoint, a run, or an image holds. Images and checkpoints are told by
 * their content, whatever they are called.
 *
 * @throws {UsageError} when there is no such file, or it is none of them. */
export async function inspect(file: string, options: InspectOptions = {}): Promise<Report> {
  if (file === 'sample') return inspectCheckpoint(sampleWeights(), options);
  if (isWeightsReference(file)) return inspectCheckpoint((await fetchedWeights(file)).path, options);
  const path = userPath(file);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new UsageError(`There is no file ${path}.`);
  if (found.isDirectory() && (await stat(join(path, configFile)).catch(() => null)) !== null) return inspectRun(path, options);
  if (found.isFile() && (await isImageFile(path))) {
    requireNoRename(path, options.rename);
    return inspectImage(path);
  }
  return inspectCheckpoint(path, options).catch((error: unknown) => explainUnknown(path, error));
}

/** A file that does not begin as anything we know: what it is as an image is said too. */
async function explainUnknown(path: string, error: unknown): Promise<never> {
  if (!(CheckpointError.isInstance(error) && error.kind === 'unknown-format')) throw error;
  const image = await describeImage(path).catch((cause: unknown) => cause);
  throw ImageError.isInstance(image) ? new UsageError(`${error.message} As an image it cannot be read either: ${image.reason}.`) : error;
}

async function inspectImage(path: string): Promise<Report> {
  const image = await describeImage(path);
  const { width, height, mean } = image;
  return { json: { width, height, mean }, text: `${width} × ${height} pixels, mean colour ${mean.map((value) => value.toFixed(2)).join(', ')}` };
}

async function inspectRun(path: string, options: InspectOptions): Promise<Report> {
  requireNoRename(path, options.rename);
  const config = await readRunConfig(nodeFiles(path), path);
  const weights = await inspectCheckpoint(await bestWeights(path, weightsChoice(options)));
  const { model, classes, training } = config;
  const attention = model.attention === 'none' ? 'no attention' : `${attentionTitle(model.attention)} ${model.placement}`;
  const text = [`Run of ${model.architecture}, ${attention}, on ${training.data}`, `Classes: ${classes.join(', ')}`, '', weights.text].join('\n');
  return { json: { ...config, ...(weights.json as object) }, text };
}

async function inspectCheckpoint(path: string, { arch, rename, ...options }: InspectOptions = {}): Promise<Report> {
  const checkpoint = renameTensors(await readCheckpoint(path, { weights: weightsChoice(options) }), renamesOf(rename));
  const tensors = [];
  for (const entry of checkpoint.tensors) {
    tensors.push({ name: entry.name, shape: entry.shape, dtype: entry.dtype, ...summarise(await entry.read()) });
  }
  const ours = underOurNames(checkpoint);
  if (CheckpointError.isInstance(ours) && arch !== undefined) throw ours;
  const identity = CheckpointError.isInstance(ours) ? null : identifyWeights(ours);
  const { format, wrappers, metadata, skipped } = checkpoint;
  const plan = arch === undefined || CheckpointError.isInstance(ours) ? null : await planFor(arch, ours);
  const flavour = recogniseFlavour(checkpoint.tensors);
  const facts = {
    format,
    architecture: identity?.architecture ?? null,
    flavour,
    attention: identity?.attention ?? null,
    traits: Object.fromEntries(identity?.traits ?? []),
    refused: (CheckpointError.isInstance(ours) ? ours : refusalOfIntegers(ours))?.message ?? null,
    notes: CheckpointError.isInstance(ours) ? [] : [...ours.notes, ...foreignNote(ours)],
    wrappers,
    metadata: Object.fromEntries(metadata),
    skipped,
  };
  return {
    json: { ...facts, tensors, ...(plan === null ? {} : { plan: plan.json }) },
    text: [describe(checkpoint, facts, tensors), ...(plan === null ? [] : ['', plan.text])].join('\n'),
  };
}

/** Names of ours with another network's shapes, in words. */
function foreignNote({ tensors }: OurCheckpoint): string[] {
  const foreign = foreignNetwork(tensors);
  return foreign === null ? [] : [`it is refused, because it is of ${foreign}`];
}

/** Under our names, or why that cannot be; what is in the file can be shown all the same. */
function underOurNames(checkpoint: Checkpoint): OurCheckpoint | CheckpointError {
  try {
    return inOurNames(checkpoint);
  } catch (error) {
    if (CheckpointError.isInstance(error)) return error;
    throw error;
  }
}

interface Row {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sum: number | string;
}

interface Facts {
  readonly architecture: string | null;
  readonly flavour: FlavourName;
  readonly attention: GuessedAttention | null;
  readonly traits: Readonly<Record<string, string>>;
  readonly refused: string | null;
  /** What is renamed and left out when it is loaded. */
  readonly notes: readonly string[];
}

function describe(
  { format, wrappers, skipped }: Checkpoint,
  { architecture, flavour, attention, traits, refused, notes }: Facts,
  tensors: readonly Row[],
): string {
  const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const lines = [
    `Format: ${format}${wrappers.length > 0 ? `, inside ${wrappers.join(' ')}` : ''}`,
    `Architecture: ${architecture ?? 'unknown (its tensor names match none of ours)'}, names of ${flavour}${attention === null ? '' : `, ${attentionTitle(attention.variant)}`}`,
    ...Object.entries(traits).map(([trait, value]) => `Unlike usual weights with these names: ${trait} is ${value}`),
    ...(refused === null ? [] : [`Cannot be loaded: ${refused}`]),
    ...notes.map((note) => `When it is loaded: ${note}`),
    `Tensors: ${count(tensors.length)}, ${count(parameters)} numbers`,
    ...(holdsAverages({ skipped, tensors }) ? ['The file also holds averaged weights: read them with --averaged.'] : []),
    ...(skipped.length > 0 ? [`Not read: ${skipped.join(', ')}`] : []),
  ];
  const rows = tensors.map(({ name, shape, dtype, sum }) => [name, `[${shape.join(', ')}]`, dtype, typeof sum === 'number' ? sum.toPrecision(7) : sum]);
  return [...lines, '', table(['name', 'shape', 'dtype', 'sum'], rows, ['sum'])].join('\n');
}
