import { type TensorEntry, requireBoundedSize, tensorEntry } from '../tensor-entry.ts';
import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import { PickleObject } from '../pickle/pickle-values.ts';
import type { ReadLimits } from '../read-limits.ts';
import { quoteForMessage, quoteName } from '../quote-for-message.ts';
import { type Dtype, bytesPerElement } from '../tensor/dtype.ts';
import { extentOf } from '../tensor/strided.ts';
import { TorchStorage, type TorchTensor, dtypeOfGlobal, isCount } from './torch-values.ts';

/** The bytes of a storage, wherever the file keeps them. */
export interface StorageRecord {
  readonly bytes: number;
  /** Whether reading a part means unpacking it all. */
  readonly deflated: boolean;
  read(offset: number, length: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  prove(): Promise<void>;
}

export interface TorchFile {
  readonly file: string;
  readonly fileBytes: number;
  readonly storages: ReadonlyMap<string, StorageRecord>;
}

/** As many axes as PyTorch itself allows. */
const mostAxes = 64;

/** Checks every tensor against the storage that it views, and makes it readable.
 *
 * @throws {CheckpointError} naming each tensor at fault. */
export function torchEntries(tensors: ReadonlyMap<string, TorchTensor>, torch: TorchFile, { maxExpandedBytes }: ReadLimits): readonly TensorEntry[] {
  const views = [...tensors].map(([name, tensor]) => ({ name, view: locate(tensor, torch.storages) }));
  failOnFaults(views, torch.file);
  const located = views.flatMap(({ name, view }) => ('fault' in view ? [] : [{ name, ...view }]));
  requireBoundedSize(located, torch.file, torch.fileBytes, maxExpandedBytes);
  return located.map(({ name, record, start, ...view }) =>
    tensorEntry({ file: torch.file, name, ...view, read: (byteLength, into) => record.read(start, byteLength, into), prove: () => record.prove() }),
  );
}

interface View {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly record: StorageRecord;
  /** Bytes from the record's beginning. */
  readonly start: number;
  /** What reading costs: the stretch of memory that the view spans, or the whole record
   * where it must be unpacked. */
  readonly readBytes: number;
}

interface Fault {
  readonly kind: CheckpointFaultKind;
  readonly fault: string;
}

function locate({ storage, offset, shape, strides, dtype: named }: TorchTensor, storages: ReadonlyMap<string, StorageRecord>): View | Fault {
  if (storage instanceof PickleObject)
    return { kind: 'refused-object', fault: `keeps its values in ${quoteForMessage(storage.path)}, which only running code from the file could open` };
  if (!(storage instanceof TorchStorage)) return { kind: 'missing-storage', fault: 'has no storage' };
  const dtype = storage.dtype ?? dtypeOfGlobal(named);
  if (dtype === undefined)
    return { kind: 'unsupported', fault: `is kept in a ${quoteForMessage(storage.typeName)}, which is not read; convert it to float32 or int64 in PyTorch` };
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length) {
    return {
      kind: 'malformed',
      fault: `has shape ${quoteForMessage(shape)}, strides ${quoteForMessage(strides)} and offset ${quoteForMessage(offset)}, which must be lists of whole numbers of one length (at most ${mostAxes})`,
    };
  }
  const record = storages.get(storage.key);
  if (record === undefined) return { kind: 'missing-storage', fault: `needs storage ${quoteForMessage(storage.key)}, which the file lacks` };
  return withinRecord({ dtype, shape, strides, record, offset }, storage);
}

function withinRecord({ offset, ...view }: Omit<View, 'start' | 'readBytes'> & { readonly offset: number }, storage: TorchStorage): View | Fault {
  const width = bytesPerElement(view.dtype);
  const extent = extentOf(view.shape, view.strides);
  const usable = storage.dtype === undefined ? Math.floor(storage.viewElements / width) : storage.viewElements;
  if (extent > 0 && offset + extent > usable)
    return { kind: 'malformed', fault: `views elements ${offset} to ${offset + extent} of storage ${quoteForMessage(storage.key)}, which has ${usable}` };
  const start = (storage.viewStart + offset) * width;
  const end = start + extent * width;
  if (extent > 0 && end > view.record.bytes) {
    return { kind: 'truncated', fault: `needs bytes ${start} to ${end} of storage ${quoteForMessage(storage.key)}, which has only ${view.record.bytes}` };
  }
  return { ...view, start, readBytes: view.record.deflated ? view.record.bytes : extent * width };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= mostAxes && value.every(isCount);
}

function failOnFaults(views: readonly { readonly name: string; readonly view: View | Fault }[], file: string): void {
  const faults = views.flatMap(({ name, view }) => ('fault' in view ? [{ name, ...view }] : []));
  const [first] = faults;
  if (first === undefined) return;
  const listed = faults.slice(0, 8).map(({ name, fault }) => `${quoteName(name)} ${fault}`);
  const rest = faults.length > listed.length ? `; and ${faults.length - listed.length} more` : '';
  const message = `${listed.join('; ')}${rest}. ${wayOut[first.kind] ?? 'The file is damaged: download or save it again.'}`;
  throw new CheckpointError({ kind: first.kind, file, message, tensors: faults.map(({ name }) => name) });
}

const wayOut: Partial<Record<CheckpointFaultKind, string>> = {
  unsupported: 'Save it again from PyTorch.',
  'refused-object': 'In PyTorch, save model.state_dict() with torch.save.',
};
