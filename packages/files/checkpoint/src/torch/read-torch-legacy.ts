import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import type { FormatContents } from '../checkpoint.ts';
import type { PickleHandlers } from '../pickle/pickle-machine.ts';
import { PickleDictionary } from '../pickle/pickle-values.ts';
import type { ReadLimits } from '../read-limits.ts';
import { quoteForMessage } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { type WeightsChoice, findTensors } from './find-tensors.ts';
import { type StorageRecord, torchEntries } from './torch-tensors.ts';
import { TorchStorage, torchHandlers } from './torch-values.ts';
import { unpickleSeries, unpickleTorch } from './unpickle-torch.ts';

/** What every legacy file begins with, as a pickled number. */
export const legacyMagic = 0x1950a86a20f9469cfc6cn;
const legacyProtocol = 1001;
const countBytes = 8;

/** The stream that `torch.save` wrote before PyTorch 1.6: five pickles (magic number, protocol,
 * system, object, keys of the storages), then each storage behind its count of elements.
 *
 * Source: torch/serialization.py, `_legacy_save`. */
export async function readTorchLegacy(source: OpenSource, limits: ReadLimits, weights?: WeightsChoice): Promise<FormatContents> {
  const storages = new Map<string, TorchStorage>();
  const handlers = [torchHandlers, torchHandlers, torchHandlers, collecting(storages), torchHandlers];
  const { values, end } = await unpickleSeries(source, { start: 0, handlers, limits });
  const [magic, protocol, system, object, keys] = values;
  if (magic !== legacyMagic) fail(source, 'unknown-format', 'it is a pickle, but not one of PyTorch. Save the weights with torch.save or as safetensors.');
  if (protocol !== legacyProtocol)
    fail(source, 'unsupported', `its stream has version ${quoteForMessage(protocol)}, and ${legacyProtocol} is the one that is read.`);
  if (system instanceof PickleDictionary && system.entries.get('little_endian') === false)
    fail(source, 'unsupported', 'it was saved on a big-endian machine. Save it again on another.');
  const { tensors, ...rest } = findTensors(object, source.name, weights);
  const records = placeRecords(source, end, keys, storages);
  return { ...rest, tensors: torchEntries(tensors, { file: source.name, fileBytes: source.size, storages: records }, limits) };
}

/** Whether a file that begins with these bytes is such a stream. */
export function beginsLikeLegacy(head: Uint8Array, limits: ReadLimits): boolean {
  try {
    return unpickleTorch(head, { file: '', limits }).value === legacyMagic;
  } catch {
    return false;
  }
}

/** Notes the storages that the object refers to: only they say how large an element is. */
function collecting(storages: Map<string, TorchStorage>): PickleHandlers {
  const persistent = (id: unknown) => {
    const storage = torchHandlers.persistent(id);
    if (storage instanceof TorchStorage && !storages.has(storage.key)) storages.set(storage.key, storage);
    return storage;
  };
  return { ...torchHandlers, persistent };
}

/** Storages lie end to end in the order of the keys. */
function placeRecords(source: OpenSource, start: number, keys: unknown, storages: ReadonlyMap<string, TorchStorage>): Map<string, StorageRecord> {
  if (!Array.isArray(keys)) return fail(source, 'malformed', 'it has no list of storages. The file is damaged.');
  const records = new Map<string, StorageRecord>();
  let position = start;
  for (const key of keys as unknown[]) {
    const storage = typeof key === 'string' || typeof key === 'number' ? storages.get(String(key)) : undefined;
    if (storage === undefined || records.has(storage.key))
      return fail(source, 'malformed', `it lists a storage ${quoteForMessage(key)} that no tensor refers to, or twice. The file is damaged.`);
    records.set(storage.key, legacyRecord(source, position, storage));
    position += countBytes + storage.elements * widthOf(storage);
  }
  return records;
}

function widthOf({ dtype }: TorchStorage): number {
  return dtype === undefined ? 1 : bytesPerElement(dtype);
}

function legacyRecord(source: OpenSource, start: number, storage: TorchStorage): StorageRecord {
  const claimed = storage.elements * widthOf(storage);
  const bytes = Math.max(0, Math.min(claimed, source.size - start - countBytes));
  let proof: Promise<void> | undefined;
  const prove = () => (proof ??= requireCount(source, start, storage));
  const read = async (offset: number, length: number) => {
    await prove();
    return source.read(start + countBytes + offset, length);
  };
  return { bytes, deflated: false, read, prove };
}

async function requireCount(source: OpenSource, start: number, { key, elements }: TorchStorage): Promise<void> {
  const head = await readExactly(source, start, countBytes, `the size of storage ${quoteForMessage(key)}`);
  const count = new DataView(head.buffer, head.byteOffset, countBytes).getBigInt64(0, true);
  if (count !== BigInt(elements))
    fail(source, 'malformed', `storage ${quoteForMessage(key)} has ${count} elements, and its tensors expect ${elements}. The file is damaged.`);
}

function fail({ name: file }: OpenSource, kind: CheckpointFaultKind, message: string): never {
  throw new CheckpointError({ kind, file, message });
}
