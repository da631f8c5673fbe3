import { CheckpointError } from '../checkpoint-error.ts';
import { type Dtype, bytesPerElement } from '../tensor/dtype.ts';
import { brainOfFloat32, halfOfFloat32 } from '../tensor/half-float.ts';
import { type TensorData, countElements } from '../tensor/tensor-data.ts';

/** How float32 tensors are stored. */
export type StoredFloat = 'F32' | 'F16' | 'BF16';

export interface WriteSafetensorsOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  /** For all float32 tensors, or chosen for each: `(name, shape) => (shape.length > 1 ? 'F16' : 'F32')` keeps vectors exact. Other dtypes are stored as they are. */
  readonly dtype?: StoredFloat | ((name: string, shape: readonly number[]) => StoredFloat);
}

/** The bytes of a safetensors file: what {@link safetensorsParts} gives, in one piece.
 *
 * @throws {CheckpointError} as it does. */
export function writeSafetensors(tensors: ReadonlyMap<string, TensorData>, options: WriteSafetensorsOptions = {}): Uint8Array<ArrayBuffer> {
  const parts = [...safetensorsParts(tensors, options)];
  const file = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.byteLength;
  }
  return file;
}

/** A safetensors file piece by piece, for files too large to hold twice: its header, then each tensor, a view of the tensor's own memory where it is stored as it is.
 *
 * The same for the same input: widest elements first, then by name, as the reference implementation lays them out; the data begins on 8 bytes.
 *
 * @throws {CheckpointError} before the first piece: `malformed` when data and shape disagree; `overflow` when a finite value is beyond the range of the dtype it is stored as. */
export function* safetensorsParts(
  tensors: ReadonlyMap<string, TensorData>,
  { metadata, dtype = 'F32' }: WriteSafetensorsOptions = {},
): Generator<Uint8Array, void, void> {
  const records = [...tensors].map(([name, tensor]) => toRecord(name, tensor, typeof dtype === 'string' ? dtype : dtype(name, tensor.shape)));
  const ordered = records.sort((a, b) => widthRank(b.dtype) - widthRank(a.dtype) || compareCodePoints(a.name, b.name));
  const header = encodeHeader(ordered, metadata);
  yield new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer);
  yield header;
  for (const { tensor, dtype: stored } of ordered) yield storedBytes(tensor, stored);
}

interface WriteRecord {
  readonly name: string;
  readonly tensor: TensorData;
  /** As stored. */
  readonly dtype: Dtype;
  readonly bytes: number;
}

function toRecord(name: string, tensor: TensorData, float: StoredFloat): WriteRecord {
  const elements = countElements(tensor.shape);
  if (tensor.data.length !== elements) {
    return fail('malformed', name, `${name} has ${tensor.data.length} elements, and its shape [${tensor.shape.join(', ')}] has ${elements}.`);
  }
  const dtype = tensor.dtype === 'F32' ? float : tensor.dtype;
  if (tensor.dtype === 'F32') requireRange(name, tensor.data as Float32Array, float);
  return { name, tensor, dtype, bytes: elements * bytesPerElement(dtype) };
}

/** From here on a value rounds to infinity: half a step above the largest of its kind. */
const overflowOf: Readonly<Record<StoredFloat, number>> = { F32: Infinity, F16: 65520, BF16: (2 - 2 ** -8) * 2 ** 127 };

function requireRange(name: string, values: Float32Array, stored: StoredFloat): void {
  const limit = overflowOf[stored];
  if (limit === Infinity) return;
  const beyond = values.find((value) => Math.abs(value) >= limit && Number.isFinite(value));
  if (beyond !== undefined)
    fail('overflow', name, `${name} has the value ${beyond}, which ${stored} turns into infinity from ${limit} on. Store this tensor as F32.`);
}

function fail(kind: 'malformed' | 'overflow', tensor: string, message: string): never {
  throw new CheckpointError({ kind, file: 'writeSafetensors', message, tensors: [tensor] });
}

/** Typed arrays hold the machine's byte order, which on every platform that runs JavaScript engines of today is the file's: little-endian. */
function storedBytes({ data }: TensorData, stored: Dtype): Uint8Array {
  const elements = data instanceof Float32Array ? narrowed(data, stored) : data;
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}

function narrowed(values: Float32Array, stored: Dtype): Float32Array | Uint16Array {
  if (stored === 'F16') return halfOfFloat32(values);
  return stored === 'BF16' ? brainOfFloat32(values) : values;
}

function encodeHeader(records: readonly WriteRecord[], metadata: Readonly<Record<string, string>> | undefined): Uint8Array {
  let offset = 0;
  const fields = records.map(({ name, dtype, tensor: { shape }, bytes }) => {
    const begin = offset;
    offset += bytes;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, offset] })}`;
  });
  const json = new TextEncoder().encode(`{${[...(metadata === undefined ? [] : [`"__metadata__":${JSON.stringify(metadata)}`]), ...fields].join(',')}}`);
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  return padded;
}

/** The reference's order of dtypes, by which it places the widest first. */
const rankedDtypes: readonly Dtype[] = ['BOOL', 'U8', 'I8', 'I16', 'U16', 'F16', 'BF16', 'I32', 'U32', 'F32', 'F64', 'I64', 'U64'];

function widthRank(dtype: Dtype): number {
  return rankedDtypes.indexOf(dtype);
}

/** By code point, which is the order of the UTF-8 bytes. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  return at === -1 ? left.length - right.length : (left[at]!.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
