import { CheckpointError } from './checkpoint-error.ts';
import { quoteName } from './quote-for-message.ts';
import { type Dtype, bytesPerElement, elementsOf } from './tensor/dtype.ts';
import { extentOf, gather, isRowMajor, rawElements, rowMajorStrides } from './tensor/strided.ts';
import { type TensorData, countElements, toFloat32 } from './tensor/tensor-data.ts';

/** A tensor of a file, in the file's own layout; its elements are read when asked for. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** Elements in row-major order, as they are in the file; read anew each time. */
  read(): Promise<TensorData>;
  /** Values as float32, exact but for F64 and integers beyond 2²⁴, which are rounded.
   *
   * Given `scratch`, whose length is a multiple of 8, they may lie in it, so that a series of
   * readings needs new memory for none; they hold until it is given again.
   * @throws {CheckpointError} `overflow` when a finite F64 value is beyond float32's range. */
  readFloat32(scratch?: Uint8Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>>;
  /** Finds out what the file's header could not tell (a packed or a wide tensor), so that a loader
   * can change nothing before all is known to be readable.
   *
   * @throws {CheckpointError} what `readFloat32` would throw. */
  prove(): Promise<void>;
}

/** Where a tensor's elements lie. */
export interface TensorLocation {
  readonly file: string;
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** In elements; row-major when left out. */
  readonly strides?: readonly number[];
  /** Reads so many bytes from the first element on, into an array of that length where
   * the source can. */
  read(byteLength: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Checks what the header could not tell. */
  prove?(): Promise<void>;
}

export function tensorEntry(location: TensorLocation): TensorEntry {
  const { name, shape, dtype } = location;
  const read = async (scratch?: Uint8Array<ArrayBuffer>): Promise<TensorData> => ({
    dtype,
    shape,
    data: elementsOf(dtype, await rowMajorBytes(location, scratch)),
  });
  const readFloat32 = async (scratch?: Uint8Array<ArrayBuffer>) => toFloat32(await read(scratch)) ?? failOnOverflow(location);
  const prove = async () => {
    await location.prove?.();
    if (dtype === 'F64') await readFloat32();
  };
  return { name, shape, dtype, read: () => read(), readFloat32, prove };
}

async function rowMajorBytes(location: TensorLocation, scratch?: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { dtype, shape, strides = rowMajorStrides(shape) } = location;
  const width = bytesPerElement(dtype);
  const bytes = await readWhole(location, extentOf(shape, strides) * width, scratch);
  if (isRowMajor(shape, strides)) return bytes;
  const gathered = gather(rawElements(aligned(bytes, width), width), shape, strides);
  return new Uint8Array(gathered.buffer);
}

async function readWhole({ file, name, read }: TensorLocation, byteLength: number, scratch?: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const into = scratch !== undefined && scratch.length >= byteLength ? scratch.subarray(0, byteLength) : undefined;
  const bytes = byteLength === 0 ? new Uint8Array(0) : await read(byteLength, into);
  if (bytes.length === byteLength) return bytes;
  const message = `incomplete file: ${quoteName(name)} has ${bytes.length} of ${byteLength} bytes. Download or save it again.`;
  throw new CheckpointError({ kind: 'truncated', file, message, tensors: [name] });
}

function aligned(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteOffset % width === 0 ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function failOnOverflow({ file, name }: TensorLocation): never {
  const message = `${quoteName(name)} is float64 with a finite value beyond float32's range (3.4e38), which would become infinite. Rescale or leave out this tensor.`;
  throw new CheckpointError({ kind: 'overflow', file, message, tensors: [name] });
}

/** What a tensor costs to read: its own elements, and the stretch of the file they are gathered
 * from when that is another size. */
export type TensorCost = Pick<TensorEntry, 'name' | 'shape' | 'dtype'> & { readonly readBytes: number };

/** Checks that tensors do not grow beyond the file by more than the limit.
 *
 * @throws {CheckpointError} `too-large`, naming the largest tensor. */
export function requireBoundedSize(tensors: readonly TensorCost[], file: string, fileBytes: number, maxExpandedBytes: number): void {
  const sizes = tensors.map(({ shape, dtype, readBytes }) => Math.max(readBytes, countElements(shape) * bytesPerElement(dtype)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= fileBytes + maxExpandedBytes) return;
  const largest = tensors[sizes.indexOf(sizes.reduce((a, b) => Math.max(a, b)))]!.name;
  const message = `its tensors amount to ${total} bytes (the largest is ${quoteName(largest)}), the file to ${fileBytes}. If you trust it, raise maxExpandedBytes (${maxExpandedBytes}).`;
  throw new CheckpointError({ kind: 'too-large', file, message, tensors: [largest] });
}
