import { extname } from 'node:path';

import { type Checkpoint, type Dtype, type StoredFloat, type TensorData, readCheckpoint, safetensorsParts, traitsOf, writeTorch } from '@attune/checkpoint';

import { writeFileSafely } from '../run/write-file.ts';
import { UsageError } from '../usage-error.ts';
import { relativeDifference } from './relative-difference.ts';

export type WeightsFormat = 'safetensors' | 'torch';

const formatOf: Readonly<Record<string, WeightsFormat>> = { '.safetensors': 'safetensors', '.pth': 'torch', '.pt': 'torch', '.bin': 'torch' };

/** @throws {UsageError} when the suffix tells no format. */
export function formatBySuffix(path: string): WeightsFormat {
  const format = formatOf[extname(path).toLowerCase()];
  if (format !== undefined) return format;
  throw new UsageError(`${path}: cannot infer the format from the suffix; use one of ${Object.keys(formatOf).join(', ')}.`);
}

export interface WriteWeightsOptions {
  readonly format: WeightsFormat;
  /** Of all floating-point tensors; as they are in the source when left out. */
  readonly dtype?: StoredFloat | undefined;
}

export interface WrittenWeights {
  readonly tensors: number;
  readonly bytes: number;
  /** Between a value of the source and the same in the file, over the largest of its tensor. */
  readonly largestDifference: number;
}

/** Writes a checkpoint's tensors in another format, reads them again and compares, before the file
 * takes its place.
 *
 * @throws {CheckpointError} when a value cannot be stored so, or the format cannot say what tells
 * the network from others of its names. */
export async function writeWeights(path: string, source: Checkpoint, { format, dtype }: WriteWeightsOptions): Promise<WrittenWeights> {
  const tensors = new Map<string, TensorData>();
  for (const entry of source.tensors) tensors.set(entry.name, await readAs(entry, dtype));
  const options = dtype === undefined ? {} : { dtype };
  const metadata = format === 'safetensors' ? { metadata: { format: 'pt', ...Object.fromEntries(source.metadata) } } : {};
  const parts =
    format === 'torch'
      ? [writeTorch(tensors, { ...options, traits: traitsOf(source), metadata: ownEntries(source) })]
      : [...safetensorsParts(tensors, { ...options, ...metadata })];
  let largestDifference = 0;
  await writeFileSafely(path, parts, { check: async (aside) => void (largestDifference = await compare(aside, source)) });
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return { tensors: tensors.size, bytes, largestDifference };
}

/** What Attune says of the network: its card, its publisher's word on images. */
function ownEntries({ metadata }: Checkpoint): Record<string, string> {
  return Object.fromEntries([...metadata].filter(([key]) => key.startsWith('attune.')));
}

const floats: ReadonlySet<Dtype> = new Set(['F64', 'F32', 'F16', 'BF16']);

async function readAs(entry: Checkpoint['tensors'][number], dtype: StoredFloat | undefined): Promise<TensorData> {
  if (dtype === undefined || !floats.has(entry.dtype)) return entry.read();
  return { dtype: 'F32', shape: entry.shape, data: await entry.readFloat32() };
}

async function compare(path: string, source: Checkpoint): Promise<number> {
  const written = new Map((await readCheckpoint(path)).tensors.map((entry) => [entry.name, entry]));
  let largest = 0;
  for (const entry of source.tensors) {
    const copy = written.get(entry.name);
    if (copy === undefined || copy.shape.join() !== entry.shape.join()) throw new Error(`${path}: ${entry.name} did not arrive as it left.`);
    largest = Math.max(largest, relativeDifference(await entry.readFloat32(), await copy.readFloat32()));
  }
  return largest;
}
