import { CheckpointError } from '../checkpoint-error.ts';
import { averagedKeys, averagedPrefix } from '../names/averaged-prefix.ts';
import { PickleDictionary, PickleObject } from '../pickle/pickle-values.ts';
import { quoteForMessage, quoteName, quoteNames } from '../quote-for-message.ts';
import { TorchTensor } from './torch-values.ts';

/** The dictionary of tensors inside a pickled value, and the way to it. */
export interface FoundTensors {
  readonly tensors: ReadonlyMap<string, TorchTensor>;
  /** Keys that were followed, outermost first. */
  readonly wrappers: readonly string[];
  /** Text and numbers beside the tensors and on the way to them. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Keys of all else that was passed by. */
  readonly skipped: readonly string[];
}

/** Which weights of a file that also holds averages of them (EMA, SWA). */
export type WeightsChoice = 'raw' | 'averaged';

/** Keys under which programs keep a model's weights beside the rest of a run; the first that fits
 * is followed, so averaged weights come last. */
const wrapperKeys: readonly string[] = [
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'net',
  'network',
  'weights',
  'params',
  'module',
  ...averagedKeys,
];

/** Finds the tensors by name.
 *
 * @throws {CheckpointError} `refused-object` when they are inside an object of some
 * class, which only running its code could open; `unsupported` when one of them is of a kind that
 * is not read; `no-tensors` when there are none, or no averages where these are chosen. */
export function findTensors(value: unknown, file: string, choice: WeightsChoice = 'raw'): FoundTensors {
  if (choice === 'averaged') return findAverages(value, file);
  if (value instanceof PickleDictionary) return described(follow(value) ?? flatten(value) ?? followOnly(value) ?? failOnNothing(value, file), file);
  if (value instanceof PickleObject) return failOnObject(value, file);
  const what = value instanceof TorchTensor ? 'one tensor without a name' : 'not a dictionary';
  throw new CheckpointError({
    kind: 'no-tensors',
    file,
    message: `it holds ${what}, and weights are a dictionary of names and tensors. Save model.state_dict().`,
  });
}

/** In a dictionary of their own; or side by side with the weights, where all are returned. */
function findAverages(value: unknown, file: string): FoundTensors {
  const trail = followAverages(value);
  if (trail !== undefined) return described(trail, file);
  const found = findTensors(value, file);
  return averagedPrefix([...found.tensors.keys()]) === null ? failOnNoAverages(file) : found;
}

interface Trail {
  /** From the outermost dictionary to the one with the tensors. */
  readonly dictionaries: readonly PickleDictionary[];
  readonly wrappers: readonly string[];
  readonly tensors: ReadonlyMap<string, TorchTensor>;
}

/** Depth first along the known keys; each dictionary is looked at once, since a hostile pickle can
 * refer to one from everywhere. */
function follow(dictionary: PickleDictionary, seen = new Set<PickleDictionary>()): Trail | undefined {
  if (seen.has(dictionary)) return undefined;
  seen.add(dictionary);
  for (const key of wrapperKeys) {
    const inner = dictionary.entries.get(key);
    const trail = inner instanceof PickleDictionary && seen.size <= deepest ? follow(inner, seen) : undefined;
    if (trail !== undefined) return { ...trail, dictionaries: [dictionary, ...trail.dictionaries], wrappers: [key, ...trail.wrappers] };
  }
  const tensors = tensorsOf(dictionary);
  return tensors.size > 0 ? { dictionaries: [dictionary], wrappers: [], tensors } : undefined;
}

/** Averages lie in the outermost dictionary, under a key of their own. */
function followAverages(value: unknown): Trail | undefined {
  if (!(value instanceof PickleDictionary)) return undefined;
  for (const key of averagedKeys) {
    const inner = value.entries.get(key);
    const trail = inner instanceof PickleDictionary ? follow(inner) : undefined;
    if (trail !== undefined) return { ...trail, dictionaries: [value, ...trail.dictionaries], wrappers: [key, ...trail.wrappers] };
  }
  return undefined;
}

/** Far more dictionaries than any program nests on the way to its weights. */
const deepest = 100;

/** Under keys of their own choosing: one dictionary of tensors is followed like a known one,
 * several are joined with dotted names. */
function flatten(dictionary: PickleDictionary): Trail | undefined {
  const holding = [...innerOf(dictionary)].map(([part, key]) => ({ key, part, tensors: tensorsOf(part) })).filter(({ tensors }) => tensors.size > 0);
  const [only, ...others] = holding;
  if (only === undefined) return undefined;
  if (others.length === 0) return { dictionaries: [dictionary, only.part], wrappers: [only.key], tensors: only.tensors };
  const joined = holding.flatMap(({ key, tensors }) => [...tensors].map(([name, tensor]) => [`${key}.${name}`, tensor] as const));
  return { dictionaries: [dictionary], wrappers: [], tensors: new Map(joined) };
}

/** Dictionaries in one, each once, with its first key. */
function innerOf(dictionary: PickleDictionary): ReadonlyMap<PickleDictionary, string> {
  const inner = new Map<PickleDictionary, string>();
  for (const [key, value] of dictionary.entries) if (value instanceof PickleDictionary && inner.size < deepest && !inner.has(value)) inner.set(value, key);
  return inner;
}

/** Through a key of the program's own to a known one, where one way alone leads to tensors. */
function followOnly(dictionary: PickleDictionary): Trail | undefined {
  const trails = [...innerOf(dictionary)].flatMap(([part, key]) => {
    const trail = follow(part);
    return trail === undefined ? [] : [{ ...trail, dictionaries: [dictionary, ...trail.dictionaries], wrappers: [key, ...trail.wrappers] }];
  });
  return trails.length === 1 ? trails[0] : undefined;
}

function tensorsOf(dictionary: PickleDictionary): Map<string, TorchTensor> {
  return new Map([...dictionary.entries].filter((entry): entry is [string, TorchTensor] => entry[1] instanceof TorchTensor));
}

/** @throws {CheckpointError} `unsupported` for a tensor beside the others that is left shut. */
function described(trail: Trail, file: string): FoundTensors {
  for (const [name, value] of trail.dictionaries.at(-1)!.entries) {
    const kind = value instanceof PickleObject ? unreadKinds.get(value.path) : undefined;
    if (kind !== undefined) throw new CheckpointError({ kind: 'unsupported', file, message: `${quoteName(name)} is ${kind}`, tensors: [name] });
  }
  return describe(trail);
}

/** What PyTorch makes other tensors with, and the way out. */
const unreadKinds: ReadonlyMap<string, string> = new Map([
  ['torch._utils._rebuild_sparse_tensor', 'a sparse tensor, which is not read. In PyTorch, save its to_dense().'],
  ['torch._utils._rebuild_sparse_csr_tensor', 'a sparse tensor, which is not read. In PyTorch, save its to_dense().'],
  ['torch._utils._rebuild_qtensor', 'a quantised tensor, which is not read. In PyTorch, save its dequantize().'],
  ['torch._utils._rebuild_meta_tensor_no_storage', 'a tensor of the meta device, which has no values. Save the model once its weights are loaded.'],
]);

function describe({ dictionaries, wrappers, tensors }: Trail): FoundTensors {
  const metadata = new Map<string, string>();
  const skipped: string[] = [];
  dictionaries.forEach((dictionary, depth) => {
    for (const [key, value] of dictionary.entries) {
      if (isPlain(value)) metadata.set(key, String(value));
      else if (key !== wrappers[depth] && value !== null && !tensors.has(key)) skipped.push(key);
    }
  });
  return { tensors, wrappers, metadata, skipped };
}

function isPlain(value: unknown): value is string | number | boolean | bigint {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function failOnObject(object: PickleObject, file: string): never {
  const message = `it is an object of ${quoteForMessage(object.path)}, which only running code from the file could open, and that is never done. In PyTorch, save model.state_dict().`;
  throw new CheckpointError({ kind: 'refused-object', file, message });
}

function failOnNoAverages(file: string): never {
  const message = `it holds no averaged weights, which are dictionaries called ${averagedKeys.join(', ')}, or names that begin so. Leave the choice out to read its weights.`;
  throw new CheckpointError({ kind: 'no-tensors', file, message });
}

function failOnNothing(dictionary: PickleDictionary, file: string): never {
  const likely = wrapperKeys.map((key) => dictionary.entries.get(key));
  const refused = [...likely, ...dictionary.entries.values()].find((value) => value instanceof PickleObject);
  if (refused instanceof PickleObject) return failOnObject(refused, file);
  const keys = [...dictionary.entries.keys()];
  const message = `no tensors in it; its keys are ${keys.length === 0 ? 'none' : quoteNames(keys, 10)}. Save model.state_dict().`;
  throw new CheckpointError({ kind: 'no-tensors', file, message });
}
