import protobuf from 'protobufjs/minimal.js';

import type { FormatContents } from '../checkpoint.ts';
import { quoteName } from '../quote-for-message.ts';
import { withFoldedNorms } from '../model/folded-norms.ts';
import { failIn } from '../safetensors/safetensors-header.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { type TensorEntry, tensorEntry } from '../tensor-entry.ts';
import { type Dtype, bytesPerElement } from '../tensor/dtype.ts';
import { countElements } from '../tensor/tensor-data.ts';

/** Whether a file begins as the ONNX models that `toOnnx` writes: IR version 8, then the producer's
 * name. */
export function beginsLikeOurOnnx(head: Uint8Array): boolean {
  return String.fromCharCode(...head).startsWith('\x08\x08\x12\x06attune');
}

/** Who wrote an ONNX model, by how the file begins: a version of the format up to 31, then the
 * producer's name. Null where it begins otherwise. */
export function onnxProducer(head: Uint8Array): string | null {
  const [versionTag = 0, version = 0, nameTag = 0, length = 0] = head;
  if (versionTag !== 0x08 || version === 0 || version > 31 || nameTag !== 0x12) return null;
  const name = String.fromCharCode(...head.subarray(4, 4 + length));
  return /^[\w.+ -]{1,60}$/u.test(name) && name.length === length ? name : null;
}

/** The weights of an ONNX model that `toOnnx` wrote: they have torch's names and layout there, and
 * the model's metadata says what network they are of. Constants of the graph, which are no weights,
 * are left out.
 *
 * Source: onnx.proto, IR version 8; field numbers as in github.com/onnx/onnx.
 * @throws {CheckpointError} `malformed` when the bytes are not those messages. */
export async function readOnnx(source: OpenSource): Promise<FormatContents> {
  const bytes = await readExactly(source, 0, source.size, 'the model');
  try {
    const { tensors, metadata } = readModel(bytes);
    requireDistinct(tensors, source.name);
    const entries = [...tensors.flatMap((tensor) => toEntry(tensor, source.name)), ...quantisedEntries(tensors, source.name)];
    return withFoldedNorms({ tensors: entries, metadata, wrappers: [], skipped: [] }, source.name);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof SyntaxError)) throw cause;
    return failIn(source.name)('malformed', `this ONNX model breaks off or is damaged (${cause.message}). Export it again.`);
  }
}

/** @throws {CheckpointError} `malformed` naming a weight that stands there twice:
 * nobody knows which is meant. */
function requireDistinct(tensors: readonly OnnxWeight[], file: string): void {
  const seen = new Set<string>();
  const repeated = tensors.find(({ name }) => seen.size === seen.add(name).size);
  if (repeated !== undefined) failIn(file)('malformed', `it holds ${quoteName(repeated.name)} twice. Export the model again.`, repeated.name);
}

interface OnnxWeight {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly bytes: Uint8Array;
}

/** Calls back for each field of a message, which must read it; what it leaves is skipped. */
function eachField(bytes: Uint8Array, read: (field: number, reader: protobuf.Reader) => boolean): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const start = reader.pos;
    if (!read(tag >>> 3, reader)) {
      reader.pos = start;
      skip(reader, tag & 7);
    }
  }
}

function skip(reader: protobuf.Reader, wireType: number): void {
  if (![0, 1, 2, 5].includes(wireType)) throw new RangeError(`invalid wire type ${wireType}`);
  reader.skipType(wireType);
}

function readModel(bytes: Uint8Array): { readonly tensors: readonly OnnxWeight[]; readonly metadata: Map<string, string> } {
  const tensors: OnnxWeight[] = [];
  const metadata = new Map<string, string>();
  eachField(bytes, (field, reader) => {
    if (field === 7) tensors.push(...readGraph(reader.bytes()));
    else if (field === 14) metadata.set(...readPair(reader.bytes()));
    else return false;
    return true;
  });
  return { tensors, metadata };
}

function readGraph(bytes: Uint8Array): OnnxWeight[] {
  const tensors: OnnxWeight[] = [];
  eachField(bytes, (field, reader) => {
    if (field !== 5) return false;
    tensors.push(readTensor(reader.bytes()));
    return true;
  });
  return tensors;
}

function readTensor(message: Uint8Array): OnnxWeight {
  const dims: number[] = [];
  let [name, dataType, bytes] = ['', 0, new Uint8Array()];
  eachField(message, (field, reader) => {
    if (field === 1) dims.push(Number(reader.int64()));
    else if (field === 2) dataType = reader.int32();
    else if (field === 8) name = reader.string();
    else if (field === 9) bytes = Uint8Array.from(reader.bytes());
    else return false;
    return true;
  });
  return { name, dims, dataType, bytes };
}

function readPair(message: Uint8Array): [key: string, value: string] {
  let [key, value] = ['', ''];
  eachField(message, (field, reader) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = reader.string();
    else return false;
    return true;
  });
  return [key, value];
}

const dtypes: ReadonlyMap<number, Dtype> = new Map([
  [1, 'F32'],
  [10, 'F16'],
]);

/** Halves lie under the weight's name with this behind it. */
const halfSuffix = '.float16';

/** Whole numbers of eight bits lie under the weight's name with the first behind it, the scales of
 * their output channels with the second. */
const [int8Suffix, scaleSuffix] = ['.int8', '.int8_scale'];
const int8Type = 3;

/** What the graph computes with besides weights: `constant_3`, `integers_1_2`. */
const isConstant = (name: string) => /^(constant|integers)_/u.test(name) || name.endsWith(scaleSuffix);

function toEntry({ name, dims, dataType, bytes }: OnnxWeight, file: string): TensorEntry[] {
  const dtype = dtypes.get(dataType);
  if (dtype === undefined || isConstant(name)) return [];
  const expected = countElements(dims) * bytesPerElement(dtype);
  if (expected !== bytes.length)
    return failIn(file)('malformed', `${quoteName(name)} has ${bytes.length} bytes, and its shape needs ${expected}. Export the model again.`, name);
  return [tensorEntry({ file, name: name.endsWith(halfSuffix) ? name.slice(0, -halfSuffix.length) : name, dtype, shape: dims, read: async () => bytes })];
}

function quantisedEntries(tensors: readonly OnnxWeight[], file: string): TensorEntry[] {
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return tensors.flatMap(({ name: stored, dims, dataType, bytes }) => {
    if (dataType !== int8Type || !stored.endsWith(int8Suffix)) return [];
    const name = stored.slice(0, -int8Suffix.length);
    const scale = named.get(`${name}${scaleSuffix}`);
    const channels = dims[0] ?? 0;
    if (bytes.length !== countElements(dims) || scale?.bytes.length !== channels * Float32Array.BYTES_PER_ELEMENT)
      return failIn(file)('malformed', `${quoteName(name)} has other bytes or scales than its shape needs. Export the model again.`, name);
    return [tensorEntry({ file, name, dtype: 'F32', shape: dims, read: async () => scaledSteps(bytes, scale.bytes, channels) })];
  });
}

/** Channels first. */
function scaledSteps(bytes: Uint8Array, scaleBytes: Uint8Array, channels: number): Uint8Array {
  const scale = new Float32Array(scaleBytes.slice().buffer);
  const each = bytes.length / channels;
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(steps.length);
  for (let index = 0; index < steps.length; index++) values[index] = steps[index]! * scale[Math.floor(index / each)]!;
  return new Uint8Array(values.buffer);
}
