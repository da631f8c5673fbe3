import { failIn, isRecord } from '../safetensors/safetensors-header.ts';
import { isFileName } from '../shards/open-shard.ts';
import { quoteForMessage, quoteName } from '../quote-for-message.ts';
import type { Dtype } from '../tensor/dtype.ts';
import type { Quantisation } from './dequantise.ts';

/** Weights that lie end to end in files that are read one after another. */
export interface ManifestGroup {
  /** Names of files beside the `model.json`. */
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
}

/** A weight as the manifest lists it. */
export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** What its elements are once read. */
  readonly dtype: Dtype;
  /** What they are in the file. */
  readonly stored: Dtype;
  /** How stored whole numbers become elements; null where they are the elements. */
  readonly quantisation: Quantisation | null;
}

/** The `weightsManifest` of a `model.json`, every field of it checked.
 *
 * @throws {CheckpointError} `malformed` or `unsupported`, naming the weight; when a shard's name
 * leaves the folder, or a shard or a weight is named twice. */
export function readManifest(manifest: unknown, file: string): ManifestGroup[] {
  const fail = failIn(file);
  if (!Array.isArray(manifest)) return fail('malformed', `its weightsManifest is ${quoteForMessage(manifest)}, and must be a list of groups.`);
  const groups = (manifest as unknown[]).map((group) => toGroup(group, fail));
  requireDistinct(
    groups.flatMap(({ paths }) => paths),
    'the file',
    fail,
  );
  requireDistinct(
    groups.flatMap(({ weights }) => weights.map(({ name }) => name)),
    'the weight',
    fail,
  );
  return groups;
}

type Fail = ReturnType<typeof failIn>;

function toGroup(group: unknown, fail: Fail): ManifestGroup {
  const { paths, weights } = isRecord(group) ? group : {};
  if (!Array.isArray(paths) || !Array.isArray(weights)) return fail('malformed', 'a group of its weightsManifest has no lists of paths and weights.');
  return {
    paths: (paths as unknown[]).map((path) => toFileName(path, fail)),
    weights: (weights as unknown[]).map((weight) => toWeight(weight, fail)),
  };
}

/** tfjs itself writes `./model.weights.bin`. */
function toFileName(path: unknown, fail: Fail): string {
  const name = typeof path === 'string' && path.startsWith('./') ? path.slice(2) : path;
  if (isFileName(name)) return name;
  return fail('malformed', `the weightsManifest names ${quoteForMessage(path)}, which is not the name of a file beside it.`);
}

function toWeight(weight: unknown, fail: Fail): ManifestWeight {
  const { name, shape, dtype, quantization } = isRecord(weight) ? weight : {};
  if (typeof name !== 'string') return fail('malformed', `a weight's name is ${quoteForMessage(name)}, and must be text.`);
  if (!isShape(shape))
    return fail('malformed', `${quoteName(name)} has shape ${quoteForMessage(shape)}, which is not a list of at most ${mostAxes} whole numbers.`, name);
  const plain = typeof dtype === 'string' ? dtypes.get(dtype) : undefined;
  if (plain === undefined) {
    return fail('unsupported', `${quoteName(name)} has dtype ${quoteForMessage(dtype)}; readable are ${[...dtypes.keys()].join(', ')}.`, name);
  }
  if (quantization === undefined || quantization === null) return { name, shape, dtype: plain, stored: plain, quantisation: null };
  return { name, shape, ...readQuantisation(name, plain, quantization, fail) };
}

const mostAxes = 64;

/** TensorFlow.js' names of types. Its text has no fixed width, and complex numbers have
 * no place in a network. */
const dtypes: ReadonlyMap<string, Dtype> = new Map([
  ['float32', 'F32'],
  ['int32', 'I32'],
  ['bool', 'BOOL'],
]);

const quantisedTo: ReadonlyMap<unknown, Dtype> = new Map<unknown, Dtype>([
  ['uint8', 'U8'],
  ['uint16', 'U16'],
]);

function readQuantisation(name: string, dtype: Dtype, quantization: unknown, fail: Fail): Pick<ManifestWeight, 'dtype' | 'stored' | 'quantisation'> {
  const { dtype: to, scale, min } = isRecord(quantization) ? quantization : {};
  if (to === 'float16' && dtype === 'F32') return { dtype: 'F16', stored: 'F16', quantisation: null };
  const stored = quantisedTo.get(to);
  if (stored === undefined || dtype === 'BOOL') {
    return fail(
      'unsupported',
      `${quoteName(name)} is ${dtype} quantised to ${quoteForMessage(to)}; readable are float32 as uint8, uint16 or float16 and int32 as uint8 or uint16.`,
      name,
    );
  }
  if (isFinite(scale) && isFinite(min)) return { dtype, stored, quantisation: { scale, min } };
  return fail(
    'malformed',
    `${quoteName(name)} is quantised with scale ${quoteForMessage(scale)} and min ${quoteForMessage(min)}; both are finite numbers.`,
    name,
  );
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= mostAxes && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function requireDistinct(names: readonly string[], what: string, fail: Fail): void {
  const seen = new Set<string>();
  const repeated = names.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined) fail('malformed', `its weightsManifest names ${what} ${quoteName(repeated)} twice.`);
}
