import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import { quoteForMessage, quoteName } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { findDoubledName } from './doubled-name.ts';
import { type Dtype, bytesPerElement, dtypes, isDtype } from '../tensor/dtype.ts';
import { countElements } from '../tensor/tensor-data.ts';

/** A tensor as the header lists it; offsets are in bytes from the start of the file. */
export interface SafetensorsRecord {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly records: readonly SafetensorsRecord[];
  readonly metadata: ReadonlyMap<string, string>;
}

const lengthBytes = 8;

/** Reads and checks a safetensors header: 8 bytes of length, JSON, then data that the
 * tensors cover without holes or overlaps.
 *
 * Source: the rules of huggingface/safetensors' Rust reader, and its refusals.
 * @throws {CheckpointError} naming the tensor that breaks a rule. */
export async function readSafetensorsHeader(source: OpenSource, maxHeaderBytes: number): Promise<SafetensorsHeader> {
  const fail = failIn(source.name);
  const length = await readHeaderLength(source, maxHeaderBytes);
  const { __metadata__: metadata, ...tensors } = parseJson(await readExactly(source, lengthBytes, length, 'the header'), fail);
  const records = Object.entries(tensors).map(([name, value]) => toRecord(name, value, lengthBytes + length, fail));
  requireCover(records, lengthBytes + length, source.size, fail);
  return { records, metadata: toMetadata(metadata, fail) };
}

async function readHeaderLength(source: OpenSource, maxHeaderBytes: number): Promise<number> {
  const fail = failIn(source.name);
  const bytes = await readExactly(source, 0, lengthBytes, "a safetensors file's header length");
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  if (length > BigInt(source.size - lengthBytes)) {
    return fail('truncated', `the header claims ${length} bytes, and the file has ${source.size}. It is incomplete, or no safetensors file.`);
  }
  if (length > BigInt(maxHeaderBytes)) return fail('too-large', `the header has ${length} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`);
  return Number(length);
}

type Fail = (kind: CheckpointFaultKind, message: string, tensor?: string) => never;

export function failIn(file: string): Fail {
  return (kind, message, tensor) => {
    throw new CheckpointError({ kind, file, message, tensors: tensor === undefined ? [] : [tensor] });
  };
}

/** A JSON object of a checkpoint. `JSON.parse` makes a `__proto__` key an ordinary one,
 * and nothing here assigns by key. */
export function parseJson(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  const value = tryParse(bytes, fail);
  if (isRecord(value)) return value;
  return fail('malformed', 'the header is JSON, but not an object. The file is damaged, or of another kind.');
}

function tryParse(bytes: Uint8Array, fail: Fail): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    requireSingleNames(text, fail);
    return value;
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    return fail('malformed', `the header is not JSON (${cause instanceof Error ? cause.message : String(cause)}). The file is damaged, or of another kind.`);
  }
}

function requireSingleNames(text: string, fail: Fail): void {
  const doubled = findDoubledName(text);
  if (doubled === null) return;
  const { name, within } = doubled;
  const title = quoteForMessage(name);
  const what = within === null ? `${title} stands twice in the header` : `${quoteName(within)} has ${title} twice`;
  fail('malformed', `${what}, and which of the two is meant cannot be told. Save the file again.`, within ?? name);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toRecord(name: string, value: unknown, dataStart: number, fail: Fail): SafetensorsRecord {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  const title = quoteName(name);
  if (!isDtype(dtype)) return fail('unsupported', `${title} has dtype ${quoteForMessage(dtype)}; readable are ${dtypes.join(', ')}.`, name);
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    return fail(
      'malformed',
      `${title} has shape ${quoteForMessage(shape)} and data_offsets ${quoteForMessage(offsets)}; both are lists of whole numbers.`,
      name,
    );
  }
  const [begin, end] = offsets as [number, number];
  const bytes = countElements(shape) * bytesPerElement(dtype);
  if (bytes !== end - begin) {
    return fail(
      'malformed',
      `${title} is ${dtype} ${quoteForMessage(shape)}, which is ${bytes} bytes, but its data_offsets [${begin}, ${end}] hold ${end - begin}.`,
      name,
    );
  }
  return { name, dtype, shape, start: dataStart + begin, end: dataStart + end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** Tensors lie end to end from the data's first byte to the file's last. */
function requireCover(records: readonly SafetensorsRecord[], dataStart: number, fileSize: number, fail: Fail): void {
  let position = dataStart;
  for (const { name, start, end } of [...records].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < position)
      fail('malformed', `${quoteName(name)} begins at ${start - dataStart}, inside the tensor before it, which ends at ${position - dataStart}.`, name);
    if (start > position) fail('malformed', `${position - dataStart} to ${start - dataStart}, before ${quoteName(name)}, belongs to no tensor.`, name);
    if (end > fileSize)
      fail('truncated', `incomplete file: ${quoteName(name)} ends at byte ${end}, and the file has ${fileSize}. Download or save it again.`, name);
    position = end;
  }
  if (position < fileSize) fail('malformed', `${fileSize - position} bytes after the last tensor belong to none.`);
}

function toMetadata(value: unknown, fail: Fail): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map();
  if (!isRecord(value)) return fail('malformed', `__metadata__ is ${quoteForMessage(value)}, and must map text to text.`);
  return new Map(Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : failOnMetadata(key, text, fail)]));
}

function failOnMetadata(key: string, value: unknown, fail: Fail): never {
  return fail('malformed', `__metadata__ must map text to text, and its ${quoteForMessage(key)} is ${quoteForMessage(value)}. Save it with text values.`);
}
