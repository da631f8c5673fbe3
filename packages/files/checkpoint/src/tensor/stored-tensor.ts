import { CheckpointError } from '../checkpoint-error.ts';
import { type Dtype, bytesPerElement } from './dtype.ts';
import { brainOfFloat32, halfOfFloat32 } from './half-float.ts';
import { type TensorData, countElements } from './tensor-data.ts';

/** How float32 tensors are stored. */
export type StoredFloat = 'F32' | 'F16' | 'BF16';

/** For all float32 tensors, or chosen for each: `(name, shape) => (shape.length > 1 ? 'F16' :
 * 'F32')` keeps vectors exact. Other dtypes are stored as they are. */
export type StoredFloatChoice = StoredFloat | ((name: string, shape: readonly number[]) => StoredFloat);

/** A tensor that is known to be writable, and as what. */
export interface StoredTensor {
  readonly name: string;
  readonly tensor: TensorData;
  /** As stored. */
  readonly dtype: Dtype;
  readonly bytes: number;
}

/** Decides how each tensor is stored.
 *
 * @throws {CheckpointError} `malformed` when data and shape disagree; `overflow` when a
 * finite value is beyond the range of the dtype it is stored as. `writer` is named in
 * the message's place of a file. */
export function storedTensors(tensors: ReadonlyMap<string, TensorData>, choice: StoredFloatChoice, writer: string): StoredTensor[] {
  return [...tensors].map(([name, tensor]) => storedTensor(name, tensor, typeof choice === 'string' ? choice : choice(name, tensor.shape), writer));
}

function storedTensor(name: string, tensor: TensorData, float: StoredFloat, writer: string): StoredTensor {
  const elements = countElements(tensor.shape);
  if (tensor.data.length !== elements) {
    const message = `${name} has ${tensor.data.length} elements, and its shape [${tensor.shape.join(', ')}] has ${elements}.`;
    throw new CheckpointError({ kind: 'malformed', file: writer, message, tensors: [name] });
  }
  const dtype = tensor.dtype === 'F32' ? float : tensor.dtype;
  if (tensor.dtype === 'F32') requireRange(name, tensor.data as Float32Array, float, writer);
  return { name, tensor, dtype, bytes: elements * bytesPerElement(dtype) };
}

/** From here on a value rounds to infinity: half a step above the largest of its kind. */
const overflowOf: Readonly<Record<StoredFloat, number>> = { F32: Infinity, F16: 65520, BF16: (2 - 2 ** -8) * 2 ** 127 };

function requireRange(name: string, values: Float32Array, stored: StoredFloat, writer: string): void {
  const limit = overflowOf[stored];
  if (limit === Infinity) return;
  const beyond = values.find((value) => Math.abs(value) >= limit && Number.isFinite(value));
  if (beyond === undefined) return;
  const message = `${name} has the value ${beyond}, which ${stored} turns into infinity from ${limit} on. Store this tensor as F32.`;
  throw new CheckpointError({ kind: 'overflow', file: writer, message, tensors: [name] });
}

/** A view of the tensor's own memory where it is stored as it is.
 *
 * Typed arrays hold the machine's byte order, which on every platform that runs JavaScript engines
 * of today is the files': little-endian. */
export function bytesOf({ tensor: { data }, dtype }: StoredTensor): Uint8Array {
  const elements = data instanceof Float32Array ? narrowed(data, dtype) : data;
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}

function narrowed(values: Float32Array, stored: Dtype): Float32Array | Uint16Array {
  if (stored === 'F16') return halfOfFloat32(values);
  return stored === 'BF16' ? brainOfFloat32(values) : values;
}
