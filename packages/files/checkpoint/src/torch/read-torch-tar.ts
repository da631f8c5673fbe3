import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import type { FormatContents } from '../checkpoint.ts';
import { PickleCursor } from '../pickle/pickle-cursor.ts';
import type { PickleHandlers } from '../pickle/pickle-machine.ts';
import { PickleGlobal } from '../pickle/pickle-values.ts';
import type { ReadLimits } from '../read-limits.ts';
import { quoteForMessage } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { type WeightsChoice, findTensors } from './find-tensors.ts';
import { type TarEntry, readTarDirectory } from './tar-directory.ts';
import { type StorageRecord, torchEntries } from './torch-tensors.ts';
import { TorchStorage, TorchTensor, isCount, torchHandlers } from './torch-values.ts';
import { unpickleSeries, unpickleTorch } from './unpickle-torch.ts';

/** The tar that `torch.save` wrote before PyTorch 0.1.10: `storages`, `tensors` that view them, and
 * a `pickle` that refers to the tensors by number.
 *
 * Source: torch/serialization.py, `legacy_load`. */
export async function readTorchTar(source: OpenSource, limits: ReadLimits, weights?: WeightsChoice): Promise<FormatContents> {
  const directory = await readTarDirectory(source);
  const storages = await readStorages(source, fileOf(source, directory, 'storages'), limits);
  const listed = await readWhole(source, fileOf(source, directory, 'tensors'), limits);
  const rebuilt = readTensors(source, listed, storages.byKey, limits);
  const pickle = await readWhole(source, fileOf(source, directory, 'pickle'), limits);
  const { tensors, ...rest } = findTensors(unpickleTorch(pickle, { file: source.name, limits, handlers: numbered(rebuilt) }).value, source.name, weights);
  return { ...rest, tensors: torchEntries(tensors, { file: source.name, fileBytes: source.size, storages: storages.records }, limits) };
}

function fileOf(source: OpenSource, directory: ReadonlyMap<string, TarEntry>, name: string): TarEntry {
  return (
    directory.get(name) ?? fail(source, 'unknown-format', `this tar has no file ${name}, so PyTorch did not write it. Unpack it, and give the weights inside.`)
  );
}

async function readWhole(source: OpenSource, { start, bytes }: TarEntry, { maxHeaderBytes }: ReadLimits): Promise<Uint8Array> {
  if (bytes > maxHeaderBytes) fail(source, 'too-large', `its list of tensors has ${bytes} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`);
  return readExactly(source, start, bytes, 'the list of tensors');
}

interface Storages {
  readonly byKey: ReadonlyMap<string, TorchStorage>;
  readonly records: ReadonlyMap<string, StorageRecord>;
}

/** Many times what a network has, and few enough to read one by one. */
const mostStorages = 10_000;
const countBytes = 8;

async function readStorages(source: OpenSource, entry: TarEntry, limits: ReadLimits): Promise<Storages> {
  const [byKey, records] = [new Map<string, TorchStorage>(), new Map<string, StorageRecord>()];
  const within: OpenSource = { ...source, size: entry.start + entry.bytes };
  const small = { handlers: [torchHandlers], limits, firstWindow: smallWindow };
  let {
    values: [count],
    end: at,
  } = await unpickleSeries(within, { ...small, start: entry.start });
  if (!isCount(count) || count > mostStorages)
    return fail(source, 'malformed', `it claims ${quoteForMessage(count)} storages, and at most ${mostStorages} are read.`);
  for (; count > 0; count--) {
    const { values, end } = await unpickleSeries(within, { ...small, start: at });
    const storage = await readStorage(within, values[0], end);
    const width = storage.dtype === undefined ? 1 : bytesPerElement(storage.dtype);
    byKey.set(storage.key, storage);
    records.set(storage.key, recordOf(within, end + countBytes, storage.elements * width));
    at = end + countBytes + storage.elements * width;
  }
  const { values } = await unpickleSeries(within, { ...small, start: at });
  return { byKey: new Map([...byKey, ...views(values[0], byKey)]), records };
}

/** A storage's description takes some 60 bytes. */
const smallWindow = 1024;

async function readStorage(source: OpenSource, described: unknown, at: number): Promise<TorchStorage> {
  const [key, , type] = Array.isArray(described) ? (described as unknown[]) : [];
  const head = await readExactly(source, at, countBytes, 'the size of a storage');
  const elements = Number(new DataView(head.buffer, head.byteOffset, countBytes).getBigInt64(0, true));
  if (!isKey(key) || !(type instanceof PickleGlobal) || !isCount(elements))
    return fail(source, 'malformed', 'it has a storage without key, type or size. The file is damaged.');
  return new TorchStorage({ key: String(key), typeName: type.name, elements });
}

function recordOf(source: OpenSource, start: number, claimed: number): StorageRecord {
  const bytes = Math.max(0, Math.min(claimed, source.size - start));
  return { bytes, deflated: false, read: (offset, length) => source.read(start + offset, length), prove: async () => {} };
}

/** `(key of the view, key of the storage, start, elements)` each. */
function views(listed: unknown, byKey: ReadonlyMap<string, TorchStorage>): Map<string, TorchStorage> {
  const found = new Map<string, TorchStorage>();
  for (const view of Array.isArray(listed) ? (listed as unknown[]) : []) {
    const [key, rootKey, viewStart, viewElements] = Array.isArray(view) ? (view as unknown[]) : [];
    const root = isKey(rootKey) ? byKey.get(String(rootKey)) : undefined;
    if (root !== undefined && isKey(key) && isCount(viewStart) && isCount(viewElements)) {
      found.set(String(key), new TorchStorage({ key: root.key, typeName: root.typeName, elements: root.elements, viewStart, viewElements }));
    }
  }
  return found;
}

/** Each a pickle of `(key, storage, type)`, then axes (4 bytes and 4 unused), sizes,
 * strides and offset (8 bytes each). */
function readTensors(source: OpenSource, bytes: Uint8Array, storages: ReadonlyMap<string, TorchStorage>, limits: ReadLimits): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  const first = unpickleTorch(bytes, { file: source.name, limits });
  if (!isCount(first.value)) return fail(source, 'malformed', 'it has no count of tensors. The file is damaged.');
  let at = first.end;
  for (let count = first.value; count > 0; count--) {
    const { value, end } = unpickleTorch(bytes, { start: at, file: source.name, limits });
    const [key, storage] = Array.isArray(value) ? (value as unknown[]) : [];
    if (!isKey(key) || !isKey(storage)) return fail(source, 'malformed', 'it has a tensor without number or storage. The file is damaged.');
    const { offset, shape, strides, end: next } = readGeometry(source, bytes, end);
    tensors.set(String(key), new TorchTensor({ storage: storages.get(String(storage)), offset, shape, strides }));
    at = next;
  }
  return tensors;
}

const mostAxes = 64;

function readGeometry(source: OpenSource, bytes: Uint8Array, at: number): { shape: number[]; strides: number[]; offset: number; end: number } {
  const axes = at + 8 <= bytes.length ? new PickleCursor(bytes, at).int32() : -1;
  const end = at + 8 + 8 * (2 * axes + 1);
  if (axes < 0 || axes > mostAxes || end > bytes.length) return fail(source, 'truncated', 'its list of tensors breaks off. Download or save it again.');
  const cursor = new PickleCursor(bytes, at + 8);
  const counts = () => Array.from({ length: axes }, () => cursor.length64());
  return { shape: counts(), strides: counts(), offset: cursor.length64(), end };
}

/** Tensors by number; a pair that begins with a class carries its source code, which is
 * passed over. */
function numbered(tensors: ReadonlyMap<string, TorchTensor>): PickleHandlers {
  const persistent = (id: unknown) => (Array.isArray(id) ? (id as unknown[])[0] : tensors.get(String(id)));
  return { ...torchHandlers, persistent };
}

function isKey(value: unknown): value is string | number | bigint {
  return ['string', 'number', 'bigint'].includes(typeof value);
}

function fail({ name: file }: OpenSource, kind: CheckpointFaultKind, message: string): never {
  throw new CheckpointError({ kind, file, message });
}
