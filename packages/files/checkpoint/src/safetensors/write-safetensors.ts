import { refuseUnknownOptions } from '@attune/errors';

import type { Dtype } from '../tensor/dtype.ts';
import { type StoredFloatChoice, type StoredTensor, bytesOf, storedTensors } from '../tensor/stored-tensor.ts';
import type { TensorData } from '../tensor/tensor-data.ts';

export interface WriteSafetensorsOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  /** Default: as they are. */
  readonly dtype?: StoredFloatChoice;
}

/** The bytes of a safetensors file: what {@link safetensorsParts} gives, in one piece.
 *
 * @throws {CheckpointError} and {UnknownOptionError} as it does. */
export function writeSafetensors(tensors: ReadonlyMap<string, TensorData>, options: WriteSafetensorsOptions = {}): Uint8Array<ArrayBuffer> {
  requireWriteOptions('writeSafetensors', options);
  const parts = [...safetensorsParts(tensors, options)];
  const file = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.byteLength;
  }
  return file;
}

/** A safetensors file piece by piece, for files too large to hold twice: its header, then each
 * tensor, a view of the tensor's own memory where it is stored as it is.
 *
 * The same for the same input: widest elements first, then by name, as the reference implementation
 * lays them out; the data begins on 8 bytes.
 *
 * @throws {CheckpointError} before the first piece: `malformed` when data and shape disagree;
 * `overflow` when a finite value is beyond the range of the dtype it is stored as.
 * @throws {UnknownOptionError} when an option does not exist. */
export function* safetensorsParts(tensors: ReadonlyMap<string, TensorData>, options: WriteSafetensorsOptions = {}): Generator<Uint8Array, void, void> {
  requireWriteOptions('safetensorsParts', options);
  const { metadata, dtype = 'F32' } = options;
  const records = storedTensors(tensors, dtype, 'writeSafetensors');
  const ordered = records.sort((a, b) => widthRank(b.dtype) - widthRank(a.dtype) || compareCodePoints(a.name, b.name));
  const header = encodeHeader(ordered, metadata);
  yield new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer);
  yield header;
  for (const record of ordered) yield bytesOf(record);
}

function requireWriteOptions(subject: string, options: WriteSafetensorsOptions): void {
  refuseUnknownOptions(subject, options, { metadata: true, dtype: true } satisfies Record<keyof WriteSafetensorsOptions, true>);
}

function encodeHeader(records: readonly StoredTensor[], metadata: Readonly<Record<string, string>> | undefined): Uint8Array {
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
