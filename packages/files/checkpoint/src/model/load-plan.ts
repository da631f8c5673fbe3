import { refuseUnknownOptions } from '@attune/errors';
import { type Network, gatesOf, namedVariables, pathAround } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import type { Checkpoint } from '../checkpoint.ts';
import type { TensorEntry } from '../tensor-entry.ts';
import { guessMistakes } from './guess-mistakes.ts';
import { holdsIntegers } from './integer-weights.ts';
import { traitsOf } from '../traits.ts';
import { CheckpointMisfitError, type MisshapenTensor, type OtherTrait } from './misfit-error.ts';
import { namedCounters } from './named-counters.ts';
import { toTorchShape } from './torch-layout.ts';

export interface LoadOptions {
  /** Names of variables that may keep their initial values when the file lacks them;
   * attention always may. */
  readonly allowMissing?: (name: string) => boolean;
  /** Names of the file that may be left there; `n_averaged` always may. */
  readonly allowUnexpected?: (name: string) => boolean;
  /** Whether the classifier may be absent from the file, and keep its initial values.
   * Default: false. */
  readonly newHead?: boolean;
  /** Whether the file is all there is to judge images with: then a classifier of another number of
   * classes and attention that the file lacks are faults too. Default: false. */
  readonly whole?: boolean;
  /** A file's name → the model's. */
  readonly rename?: (name: string) => string;
}

/** @throws {UnknownOptionError} naming the options that loading does not have. */
export function requireLoadOptions(subject: string, options: LoadOptions): void {
  const known = { allowMissing: true, allowUnexpected: true, newHead: true, whole: true, rename: true } satisfies Record<keyof LoadOptions, true>;
  refuseUnknownOptions(subject, options, known);
}

/** What loading needs of a checkpoint; what its metadata says of the network's traits is heeded. */
export type LoadableCheckpoint = Pick<Checkpoint, 'file' | 'tensors'> & Partial<Pick<Checkpoint, 'metadata'>>;

/** What loading will do, decided by names and shapes before anything is touched. */
export interface LoadPlan {
  readonly variables: readonly { readonly entry: TensorEntry; readonly name: string; readonly variable: tf.Variable }[];
  readonly counters: readonly { readonly entry: TensorEntry; readonly name: string }[];
  /** The classifier's last layer, which has another number of classes in the file. */
  readonly reinitialised: readonly string[];
  /** Attention that the file lacks. */
  readonly fresh: readonly string[];
  /** The file's names that are not used. */
  readonly ignored: readonly string[];
}

/** What becomes of a name. */
export type LoadStatus = 'loads' | 'new head' | 'new attention' | 'ignored' | 'missing' | 'unexpected' | 'other shape' | 'integers';

/** One name of the file or of the model, with what loading would make of it. */
export interface ExaminedTensor {
  /** In the model's spelling. */
  readonly name: string;
  readonly status: LoadStatus;
  /** In torch's layout; null where only the other side has it. */
  readonly fileShape: readonly number[] | null;
  readonly modelShape: readonly number[] | null;
  /** Whether the elements change their order on the way. */
  readonly transposed: boolean;
}

/** A plan with its faults, of which a file that fits has none. */
export interface LoadExamination {
  readonly plan: LoadPlan;
  readonly fits: boolean;
  readonly tensors: readonly ExaminedTensor[];
  /** What probably went wrong, and the way out. */
  readonly hints: readonly string[];
}

/** Compares a file with a model, name by name, and touches nothing.
 ** @throws {UnknownOptionError} when an option does not exist. */
export function examineLoad(model: Network, checkpoint: LoadableCheckpoint, options: LoadOptions = {}): LoadExamination {
  requireLoadOptions('examineLoad', options);
  const { plan, faults, present } = comparison(model, checkpoint, options);
  const fits = !hasFaults(faults);
  return { plan, fits, tensors: examined(model, checkpoint, plan, { faults, options }), hints: fits ? [] : guessMistakes(model, faults, present) };
}

/** @throws {CheckpointMisfitError} naming all that is missing, unexpected, of another shape or
 * integer, and traits that the model has otherwise.
 * @throws {UnknownOptionError} when an option does not exist. */
export function planLoad(model: Network, checkpoint: LoadableCheckpoint, options: LoadOptions = {}): LoadPlan {
  requireLoadOptions('planLoad', options);
  const { plan, faults, present } = comparison(model, checkpoint, options);
  if (!hasFaults(faults)) return plan;
  throw new CheckpointMisfitError({ file: checkpoint.file, architecture: model.architecture, ...faults, hints: guessMistakes(model, faults, present) });
}

interface Comparison {
  readonly plan: LoadPlan;
  readonly faults: Faults;
  /** Names of the file, in the model's spelling. */
  readonly present: ReadonlySet<string>;
}

type Faults = Pick<CheckpointMisfitError, 'missing' | 'unexpected' | 'misshapen' | 'integers' | 'otherTraits'>;

function hasFaults({ missing, unexpected, misshapen, integers, otherTraits }: Faults): boolean {
  return missing.length + unexpected.length + misshapen.length + integers.length + otherTraits.length > 0;
}

function comparison(model: Network, { tensors, metadata = new Map() }: LoadableCheckpoint, options: LoadOptions): Comparison {
  const { allowMissing = () => false, allowUnexpected = () => false, newHead = false, whole = false, rename = (name: string) => name } = options;
  const variables = new Map(namedVariables(model));
  const counters = namedCounters(model);
  const named = tensors.map((entry) => ({ entry, name: rename(entry.name) }));
  const present = new Set(named.map(({ name }) => name));
  const loadable = named.flatMap(({ entry, name }) => (variables.has(name) ? [{ entry, name, variable: variables.get(name)! }] : []));
  const unmatched = loadable.filter(({ entry, name, variable }) => !sameShape(entry.shape, toTorchShape(name, variable.shape)));
  const absent = [...variables.keys()].filter((name) => !present.has(name));
  const resized = whole ? [] : resizedHead(model, unmatched, variables);
  const reinitialised = new Set([...resized, ...(newHead ? absentHead(model, absent) : [])]);
  const misshapen = [...unmatched.filter(({ name }) => !reinitialised.has(name)).map(toMisshapen), ...misshapenCounters(named, counters)];
  const unlearned = whole ? [] : absentAttention(model, present);
  const fresh = absent.filter((name) => allowMissing(name) || pathAround(unlearned, name) !== undefined);
  const missing = absent.filter((name) => !fresh.includes(name) && !reinitialised.has(name));
  const surplus = named.filter(({ name }) => !variables.has(name) && !counters.has(name)).map(({ entry }) => entry.name);
  const unexpected = [...surplus.filter((name) => !isBeside(name) && !allowUnexpected(name)), ...repeated(named)];
  const counted = named.filter(({ name }) => counters.has(name));
  const fitting = loadable.filter(({ name }) => !reinitialised.has(name));
  const integers = fitting.filter(({ entry }) => holdsIntegers(entry)).map(({ entry: { dtype }, name }) => ({ name, dtype }));
  const plan = { variables: fitting, counters: counted, reinitialised: [...reinitialised], fresh, ignored: surplus };
  return { plan, faults: { missing, unexpected, misshapen, integers, otherTraits: differingTraits(model, metadata) }, present };
}

/** A file that says nothing of traits may have any. */
function differingTraits({ traits }: Network, metadata: Checkpoint['metadata']): OtherTrait[] {
  const others = [...traitsOf({ metadata })].filter(([trait, value]) => traits.get(trait) !== value);
  return others.map(([trait, actual]) => ({ trait, expected: traits.get(trait) ?? null, actual }));
}

/** The model's names in its order, then what only the file has. */
function examined(
  model: Network,
  { tensors }: Pick<Checkpoint, 'tensors'>,
  plan: LoadPlan,
  { faults, options }: { readonly faults: Faults; readonly options: LoadOptions },
): ExaminedTensor[] {
  const { rename = (name: string) => name } = options;
  const fileShapes = new Map(tensors.map(({ name, shape }) => [rename(name), shape]));
  const modelShapes = new Map([...namedVariables(model)].map(([name, { shape }]) => [name, toTorchShape(name, shape)]));
  const names = new Set([...modelShapes.keys(), ...fileShapes.keys()]);
  return [...names].map((name) => {
    const [fileShape, modelShape] = [fileShapes.get(name) ?? null, modelShapes.get(name) ?? null];
    const transposed = modelShape !== null && modelShape.length > 1 && name.endsWith('.weight');
    return { name, status: statusOf(name, plan, faults), fileShape, modelShape, transposed };
  });
}

function statusOf(name: string, { reinitialised, fresh, counters, variables }: LoadPlan, { missing, unexpected, misshapen, integers }: Faults): LoadStatus {
  if (missing.includes(name)) return 'missing';
  if (unexpected.includes(name)) return 'unexpected';
  if (misshapen.some((tensor) => tensor.name === name)) return 'other shape';
  if (integers.some((tensor) => tensor.name === name)) return 'integers';
  if (reinitialised.includes(name)) return 'new head';
  if (fresh.includes(name)) return 'new attention';
  return [...variables, ...counters].some((item) => item.name === name) ? 'loads' : 'ignored';
}

type Loadable = LoadPlan['variables'][number];

/** The layer with one row a class, where the file has another number of rows, weight
 * and bias together. */
function resizedHead(model: Network, unmatched: readonly Loadable[], variables: ReadonlyMap<string, tf.Variable>): ReadonlySet<string> {
  const fields = model.segments().at(-1)?.fields ?? [];
  const resized = unmatched.filter(({ entry, name, variable }) => {
    const expected = toTorchShape(name, variable.shape);
    const inHead = fields.some((field) => name === field || name.startsWith(`${field}.`));
    return inHead && expected[0] === model.classes && sameShape(entry.shape.slice(1), expected.slice(1)) && entry.shape.length === expected.length;
  });
  const layers = new Set(resized.filter(({ name }) => name.endsWith('.weight')).map(({ name }) => name.slice(0, -'weight'.length)));
  return new Set([...variables.keys()].filter((name) => layers.has(name.slice(0, name.lastIndexOf('.') + 1))));
}

/** What is absent of the classifier, where that is its last layer or all of it. */
function absentHead(model: Network, absent: readonly string[]): string[] {
  const fields = model.segments().at(-1)?.fields ?? [];
  const variables = [...namedVariables(model)].filter(([name]) => fields.some((field) => name === field || name.startsWith(`${field}.`)));
  const last = variables.filter(([name, { shape }]) => toTorchShape(name, shape)[0] === model.classes).map(([name]) => name);
  const missing = variables.map(([name]) => name).filter((name) => absent.includes(name));
  const isWhole = missing.length === variables.length || (missing.length === last.length && last.every((name) => missing.includes(name)));
  return isWhole ? missing : [];
}

/** A counter is a scalar, or a list of one in files of other writers. */
function misshapenCounters(
  named: readonly { readonly entry: TensorEntry; readonly name: string }[],
  counters: ReadonlyMap<string, unknown>,
): MisshapenTensor[] {
  const wrong = named.filter(({ entry: { shape }, name }) => counters.has(name) && !(shape.length === 0 || sameShape(shape, [1])));
  return wrong.map(({ entry, name }) => ({ name, expected: [], actual: entry.shape }));
}

function toMisshapen({ entry, name, variable }: Loadable): MisshapenTensor {
  return { name, expected: toTorchShape(name, variable.shape), actual: entry.shape };
}

/** Paths of attention of which the file has nothing: a gate that is half there is a fault. */
function absentAttention(model: Network, present: ReadonlySet<string>): string[] {
  return [...gatesOf(model).keys()].filter((path) => ![...present].some((name) => pathAround([path], name) !== undefined));
}

/** A counter that weight averaging keeps beside the weights. */
function isBeside(name: string): boolean {
  return name === 'n_averaged';
}

/** Names that two tensors of the file end up with. */
function repeated(named: readonly { readonly name: string }[]): string[] {
  const seen = new Set<string>();
  return named.filter(({ name }) => seen.size === seen.add(name).size).map(({ name }) => name);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
