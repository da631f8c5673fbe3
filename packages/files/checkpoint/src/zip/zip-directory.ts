import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import { quoteName } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';

/** A file inside a zip, as the central directory lists it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Bytes in the zip. */
  readonly storedBytes: number;
  /** Bytes when unpacked. */
  readonly bytes: number;
  /** Where its local header begins. */
  readonly headerStart: number;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 } as const;
const endBytes = 22;
const locator64Bytes = 20;
const end64Bytes = 56;
const centralBytes = 46;
const localBytes = 30;
const longestComment = 0xffff;

/** Reads the list of files at a zip's end, with the 64-bit fields that PyTorch always writes.
 *
 * Source: PKWARE's APPNOTE 6.3.10, §4.3.
 * @throws {CheckpointError} `truncated` when the end is missing; `malformed` when entries overlap,
 * repeat a name or lie outside. */
export async function readZipDirectory(source: OpenSource, maxHeaderBytes: number): Promise<ReadonlyMap<string, ZipEntry>> {
  const { start, bytes, count } = await findDirectory(source);
  if (bytes > maxHeaderBytes) fail(source, 'too-large', `the zip's directory has ${bytes} bytes, and the limit is ${maxHeaderBytes} (maxHeaderBytes).`);
  const directory = await readExactly(source, start, bytes, "the zip's directory");
  const entries = parseEntries(source, directory, count);
  requireApart(source, entries);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** Where an entry's bytes begin: behind its local header, whose names and extras may be of another
 * length than the directory's.
 *
 * @throws {CheckpointError} `malformed` when there is no local header; `truncated` when
 * the bytes run past the end. */
export async function findEntryData(source: OpenSource, entry: ZipEntry): Promise<number> {
  const view = viewOf(await readExactly(source, entry.headerStart, localBytes, `the header of ${quoteName(entry.name)}`));
  if (view.getUint32(0, true) !== signatures.local)
    fail(source, 'malformed', `the zip has no entry ${quoteName(entry.name)} where its directory says. The file is damaged.`);
  const start = entry.headerStart + localBytes + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.storedBytes <= source.size) return start;
  return fail(source, 'truncated', `incomplete file: ${quoteName(entry.name)} runs past the end. Download or save it again.`);
}

interface DirectoryPlace {
  readonly start: number;
  readonly bytes: number;
  readonly count: number;
}

async function findDirectory(source: OpenSource): Promise<DirectoryPlace> {
  const tailBytes = Math.min(source.size, endBytes + longestComment + locator64Bytes);
  const tailStart = source.size - tailBytes;
  const tail = await readExactly(source, tailStart, tailBytes, "the zip's end");
  const view = viewOf(tail);
  let at = tailBytes - endBytes;
  while (at >= 0 && view.getUint32(at, true) !== signatures.end) at--;
  if (at < 0) return fail(source, 'truncated', 'incomplete file: this zip has no end, so it was only half written or downloaded. Get it again.');
  const has64 = at >= locator64Bytes && view.getUint32(at - locator64Bytes, true) === signatures.locator64;
  const place = has64
    ? await readEnd64(source, view.getBigUint64(at - locator64Bytes + 8, true))
    : { count: view.getUint16(at + 10, true), bytes: view.getUint32(at + 12, true), start: view.getUint32(at + 16, true) };
  if (place.start + place.bytes <= tailStart + at) return place;
  return fail(source, 'malformed', `the zip's directory (${place.bytes} bytes at ${place.start}) lies outside the file. The file is damaged.`);
}

async function readEnd64(source: OpenSource, start: bigint): Promise<DirectoryPlace> {
  const view = viewOf(await readExactly(source, Number(start), end64Bytes, "the zip's 64-bit end"));
  if (view.getUint32(0, true) !== signatures.end64) fail(source, 'malformed', "the zip's 64-bit end is not where it should be. The file is damaged.");
  const wide = (offset: number) => Number(view.getBigUint64(offset, true));
  return { count: wide(32), bytes: wide(40), start: wide(48) };
}

function parseEntries(source: OpenSource, directory: Uint8Array, count: number): ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    const whole = at + centralBytes <= directory.length && view.getUint32(at, true) === signatures.central;
    const end = whole ? at + centralBytes + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true) : Infinity;
    if (end > directory.length)
      return fail(source, 'malformed', `the zip's directory breaks off after ${entries.length} of ${count} entries. The file is damaged.`);
    entries.push(parseEntry(directory.subarray(at, end)));
    at = end;
  }
  return entries;
}

function parseEntry(record: Uint8Array): ZipEntry {
  const view = viewOf(record);
  const nameEnd = centralBytes + view.getUint16(28, true);
  const wide = new WideFields(record.subarray(nameEnd, nameEnd + view.getUint16(30, true)));
  const bytes = wide.resolve(view.getUint32(24, true));
  const storedBytes = wide.resolve(view.getUint32(20, true));
  const headerStart = wide.resolve(view.getUint32(42, true));
  const name = new TextDecoder().decode(record.subarray(centralBytes, nameEnd));
  return { name, method: view.getUint16(10, true), encrypted: (view.getUint16(8, true) & 1) === 1, storedBytes, bytes, headerStart };
}

/** The extra field of 64-bit numbers: present, in a fixed order, only for those whose
 * 32-bit field is all ones. */
class WideFields {
  readonly #values: DataView | undefined;
  #used = 0;

  constructor(extra: Uint8Array) {
    const view = viewOf(extra);
    for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
      const end = at + 4 + view.getUint16(at + 2, true);
      if (view.getUint16(at, true) === 1 && end <= extra.length) this.#values = viewOf(extra.subarray(at + 4, end));
    }
  }

  resolve(narrow: number): number {
    if (narrow !== 0xffffffff || this.#values === undefined || this.#used + 8 > this.#values.byteLength) return narrow;
    this.#used += 8;
    return Number(this.#values.getBigUint64(this.#used - 8, true));
  }
}

/** Entries do not repeat a name, share bytes or run past the end. */
function requireApart(source: OpenSource, entries: readonly ZipEntry[]): void {
  if (new Set(entries.map(({ name }) => name)).size < entries.length) fail(source, 'malformed', 'the zip lists one name twice. The file is damaged.');
  let position = 0;
  for (const { name, headerStart, storedBytes } of [...entries].sort((a, b) => a.headerStart - b.headerStart)) {
    if (headerStart < position) fail(source, 'malformed', `the zip's entry ${quoteName(name)} lies inside another. The file is damaged.`);
    position = headerStart + localBytes + storedBytes;
    if (position > source.size) fail(source, 'truncated', `incomplete file: ${quoteName(name)} runs past the end. Download or save it again.`);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fail({ name: file }: OpenSource, kind: CheckpointFaultKind, message: string): never {
  throw new CheckpointError({ kind, file, message });
}
