/** Element types by their safetensors names. */
export type Dtype = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'U64' | 'I32' | 'U32' | 'I16' | 'U16' | 'I8' | 'U8' | 'BOOL';

/** Elements of a tensor. F16 and BF16 are their bits, since JavaScript has no such
 * arrays everywhere. */
export type TensorArray =
  | Float64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

interface DtypeFacts {
  /** Bytes an element. */
  readonly bytes: 1 | 2 | 4 | 8;
  readonly torchName: string;
  readonly view: (buffer: ArrayBuffer, byteOffset: number, length: number) => TensorArray;
}

const facts: Readonly<Record<Dtype, DtypeFacts>> = {
  F64: { bytes: 8, torchName: 'float64', view: (...at) => new Float64Array(...at) },
  F32: { bytes: 4, torchName: 'float32', view: (...at) => new Float32Array(...at) },
  F16: { bytes: 2, torchName: 'float16', view: (...at) => new Uint16Array(...at) },
  BF16: { bytes: 2, torchName: 'bfloat16', view: (...at) => new Uint16Array(...at) },
  I64: { bytes: 8, torchName: 'int64', view: (...at) => new BigInt64Array(...at) },
  U64: { bytes: 8, torchName: 'uint64', view: (...at) => new BigUint64Array(...at) },
  I32: { bytes: 4, torchName: 'int32', view: (...at) => new Int32Array(...at) },
  U32: { bytes: 4, torchName: 'uint32', view: (...at) => new Uint32Array(...at) },
  I16: { bytes: 2, torchName: 'int16', view: (...at) => new Int16Array(...at) },
  U16: { bytes: 2, torchName: 'uint16', view: (...at) => new Uint16Array(...at) },
  I8: { bytes: 1, torchName: 'int8', view: (...at) => new Int8Array(...at) },
  U8: { bytes: 1, torchName: 'uint8', view: (...at) => new Uint8Array(...at) },
  BOOL: { bytes: 1, torchName: 'bool', view: (...at) => new Uint8Array(...at) },
};

export const dtypes = Object.keys(facts) as readonly Dtype[];

export function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(facts, value);
}

/** Bytes an element. */
export function bytesPerElement(dtype: Dtype): 1 | 2 | 4 | 8 {
  return facts[dtype].bytes;
}

/** PyTorch's name: `float32` for `F32`. */
export function torchDtype(dtype: Dtype): string {
  return facts[dtype].torchName;
}

/** The dtype that PyTorch calls so, if it is one that we read. */
export function dtypeOfTorch(torchName: string): Dtype | undefined {
  return dtypes.find((dtype) => facts[dtype].torchName === torchName);
}

/** Little-endian bytes as elements: the same memory, or a copy where the bytes do not
 * lie on an element's boundary. */
export function elementsOf(dtype: Dtype, bytes: Uint8Array): TensorArray {
  const { bytes: size, view } = facts[dtype];
  const shared = bytes.buffer instanceof ArrayBuffer && bytes.byteOffset % size === 0;
  const { buffer, byteOffset } = shared ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  return view(buffer, byteOffset, bytes.byteLength / size);
}
