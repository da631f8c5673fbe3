import { refuseUnknownOptions } from '@attune/errors';

import { CheckpointError, type CheckpointFaultKind } from './checkpoint-error.ts';
import type { Checkpoint, CheckpointFormat, FormatContents } from './checkpoint.ts';
import { type ReadLimits, limitsFor } from './read-limits.ts';
import { readSafetensors } from './safetensors/read-safetensors.ts';
import { beginsLikeOurOnnx, onnxProducer, readOnnx } from './onnx/read-onnx.ts';
import { readShardedSafetensors } from './safetensors/read-sharded.ts';
import { beginsLikeJson, readJsonIndex } from './shards/json-index.ts';
import { groupNames } from './names/group-names.ts';
import { type OpenSource, readExactly } from './source/byte-source.ts';
import { type CheckpointSource, openSource } from './source/open-source.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { stripPrefixes } from './strip-prefixes.ts';
import { readTfjs } from './tfjs/read-tfjs.ts';
import { averagedKeys, averagedPrefix } from './names/averaged-prefix.ts';
import type { WeightsChoice } from './torch/find-tensors.ts';
import { beginsLikeTar } from './torch/tar-directory.ts';
import { beginsLikeLegacy, readTorchLegacy } from './torch/read-torch-legacy.ts';
import { readTorchTar } from './torch/read-torch-tar.ts';
import { readTorchZip } from './torch/read-torch-zip.ts';

export interface ReadCheckpointOptions {
  /** What messages call the source, where it has no name of its own. */
  readonly name?: string;
  /** Bounds to raise for a file that is trusted, or to lower. */
  readonly limits?: Partial<ReadLimits>;
  /** Of a file that also holds averages of its weights (EMA, SWA; see {@link holdsAverages}): which
   * to read. Default: `raw`. */
  readonly weights?: WeightsChoice;
}

/** Reads the headers of trained weights: safetensors, one file or shards by their index, what
 * `torch.save` writes, a `model.json` of Keras or TensorFlow.js with its files, and an ONNX model
 * that `toOnnx` wrote. Tensors are read when asked for. Nothing in a file is ever run.
 *
 * @throws {CheckpointError} when the file is none of these, is damaged or incomplete, or asks for
 * more than the limits; `no-tensors` when averages are chosen and it has none.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function readCheckpoint(source: CheckpointSource, options: ReadCheckpointOptions = {}): Promise<Checkpoint> {
  refuseUnknownOptions('readCheckpoint', options, { name: true, limits: true, weights: true } satisfies Record<keyof ReadCheckpointOptions, true>);
  const { name, limits = {}, weights = 'raw' } = options;
  const open = await openSource(source, name);
  const bounds = limitsFor(open.size, limits);
  const kind = await detectFormat(open, bounds);
  const { format, contents } = kind === 'json' ? await readByIndex(open, limits) : { format: kind, contents: await readers[kind](open, bounds, weights) };
  return { file: open.name, format, ...stripPrefixes(weights === 'averaged' ? averagesOf(contents, open) : contents) };
}

/** Averages that lie side by side with their weights, without these. What a torch file has in a
 * dictionary of its own is read already. */
function averagesOf(contents: FormatContents, source: OpenSource): FormatContents {
  const prefix = averagedPrefix(contents.tensors.map(({ name }) => name));
  if (prefix === null && contents.wrappers.some((key) => averagedKeys.includes(key))) return contents;
  if (prefix === null) return fail(source, 'no-tensors', 'it holds no averages beside its weights. Leave the choice out.');
  const isAverage = ({ name }: Pick<TensorEntry, 'name'>) => name.startsWith(prefix);
  const tensors = contents.tensors.filter(isAverage).map((entry) => ({ ...entry, name: entry.name.slice(prefix.length) }));
  const others = groupNames(
    contents.tensors.filter((entry) => !isAverage(entry)).map(({ name }) => name),
    mostGroups,
  );
  return { ...contents, tensors, wrappers: [...contents.wrappers, prefix], skipped: [...contents.skipped, ...others] };
}

const mostGroups = 6;

/** What a JSON file names: its keys tell which kind of index it is. */
async function readByIndex(source: OpenSource, limits: Partial<ReadLimits>): Promise<{ readonly format: CheckpointFormat; readonly contents: FormatContents }> {
  const index = await readJsonIndex(source, limitsFor(source.size, limits));
  if ('weight_map' in index) return { format: 'safetensors-sharded', contents: await readShardedSafetensors(source, index, limits) };
  if ('weightsManifest' in index) return { format: 'tfjs', contents: await readTfjs(source, index) };
  return fail(
    source,
    'unknown-format',
    'this JSON has no weight_map and no weightsManifest, so it is neither an index of safetensors shards nor a model.json of TensorFlow.js.',
  );
}

/** Whether averages of the weights (EMA, SWA) lie in the file beside those that were read. */
export function holdsAverages({ skipped, tensors = [] }: Pick<Checkpoint, 'skipped'> & { readonly tensors?: readonly Pick<TensorEntry, 'name'>[] }): boolean {
  return skipped.some((key) => averagedKeys.includes(key)) || averagedPrefix(tensors.map(({ name }) => name)) !== null;
}

/** Formats that their first bytes tell; those of JSON are told by its keys. */
type PlainFormat = Exclude<CheckpointFormat, 'safetensors-sharded' | 'tfjs'>;

const readers: Readonly<Record<PlainFormat, (source: OpenSource, limits: ReadLimits, weights: WeightsChoice) => Promise<FormatContents>>> = {
  safetensors: readSafetensors,
  'torch-zip': readTorchZip,
  'torch-legacy': readTorchLegacy,
  'torch-tar': readTorchTar,
  onnx: readOnnx,
};

const headBytes = 512;

/** By the first bytes; the file's name only helps where they are cut off. */
async function detectFormat(source: OpenSource, limits: ReadLimits): Promise<PlainFormat | 'json'> {
  if (source.size === 0) return fail(source, 'unknown-format', 'the file is empty. Download or save it again.');
  const head = await readExactly(source, 0, Math.min(headBytes, source.size), "the file's beginning");
  const text = String.fromCharCode(...head);
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'torch-zip';
  if (beginsLikeOurOnnx(head)) return 'onnx';
  if (beginsLikeJson(head)) return 'json';
  if (beginsLikeLegacy(head, limits)) return 'torch-legacy';
  if (beginsLikeTar(head)) return 'torch-tar';
  if (text[8] === '{') return 'safetensors';
  const mistaken = recognise(text) ?? recogniseOnnx(head);
  if (mistaken === undefined && /\.safetensors$/i.test(source.name)) return 'safetensors';
  return fail(source, 'unknown-format', `it is ${mistaken ?? 'neither safetensors nor a file of torch.save nor a model.json. Give one of these.'}`);
}

/** What people hand over by mistake, by its first bytes. */
const others: readonly { readonly beginnings: readonly string[]; readonly what: string }[] = [
  { beginnings: ['version https://git-lfs'], what: 'a Git LFS pointer, which stands for the file. Fetch it with git lfs pull.' },
  { beginnings: ['<!doctype', '<html', '<?xml'], what: 'a web page. Download the file itself, not the page about it.' },
  { beginnings: ['\x89hdf\r\n'], what: 'an HDF5 file (Keras), which is not read. Convert it with tensorflowjs_converter, and give the model.json.' },
  { beginnings: ['gguf'], what: 'a GGUF file, which is not read. Give the safetensors file it was made from.' },
  {
    beginnings: ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05', '(dp', 'ccollections'],
    what: 'a pickle, but not one of PyTorch. Save the weights with torch.save or as safetensors.',
  },
  { beginnings: ['\x1f\x8b', 'bzh', '\xfd7zxz', '7z\xbc\xaf'], what: 'a packed file. Unpack it, and give the weights inside.' },
];

function recognise(text: string): string | undefined {
  const begin = text.trimStart().toLowerCase();
  return others.find(({ beginnings }) => beginnings.some((beginning) => begin.startsWith(beginning)))?.what;
}

function recogniseOnnx(head: Uint8Array): string | undefined {
  const producer = onnxProducer(head);
  if (producer === null) return undefined;
  return `an ONNX model of ${producer}, and only those that Attune exported are read. Give the weights that it was made from, as safetensors or saved by torch.save.`;
}

function fail({ name: file }: OpenSource, kind: CheckpointFaultKind, message: string): never {
  throw new CheckpointError({ kind, file, message });
}
