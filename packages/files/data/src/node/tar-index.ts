import { type FileHandle } from 'node:fs/promises';

import { openFile } from './regular-file.ts';

/** A file inside a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** Where its bytes begin in the archive, and how many there are. */
  readonly offset: number;
  readonly size: number;
}

/** What an archive holds. */
export interface TarIndex {
  readonly files: readonly TarEntry[];
  /** What is not a file of its own: links, devices, files with holes. Under an empty name, what is
   * doubtful about the archive itself. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const block = 512;

/** Lists the files of a tar archive without reading them: ustar, with GNU's and pax's long names.
 * Archives that were written one behind the other are read on, as by `tar --ignore-zeros`.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
 * @throws {RangeError} when it is not a tar archive, or ends in the middle of a file; what the file
 * system says when it cannot be opened. */
export async function readTarIndex(path: string): Promise<TarIndex> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const read = async (position: number, length: number) => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return indexBlocks(read, size);
  });
}

/** Lists the files of a tar archive that is in memory.
 *
 * @throws {RangeError} as `readTarIndex`. */
export async function tarEntriesIn(archive: Buffer): Promise<readonly TarEntry[]> {
  return (await indexBlocks(async (position, length) => archive.subarray(position, position + length), archive.length)).files;
}

/** No image of a sample is larger: holes in an archive cost its writer nothing, and its
 * reader their
 * full size. */
const largestEntry = 2 ** 29;

/** Reads one file of an archive.
 *
 * @throws {RangeError} when it is larger than an image can be; what the file system says. */
export async function readTarEntry(path: string, { offset, size }: TarEntry): Promise<Uint8Array> {
  if (size > largestEntry) throw new RangeError(`it has ${size} bytes, above the limit of ${largestEntry} for a file of a shard`);
  return withFile(path, async (file) => {
    const { bytesRead, buffer } = await file.read(new Uint8Array(size), 0, size, offset);
    return buffer.subarray(0, bytesRead);
  });
}

async function withFile<Result>(path: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

type Read = (position: number, length: number) => Promise<Buffer>;

/** Long names are short; a header that claims more is not one. */
const longestName = 64 * 1024;

/** What the kinds of entries that are no files of their own are called; what is not here says
 * something about the entry after it. */
const otherKinds: Readonly<Record<string, string>> = {
  '1': 'a link to another file of the archive',
  '2': 'a link',
  '3': 'a device, not a file',
  '4': 'a device, not a file',
  '6': 'a FIFO, not a file',
  S: 'a file with holes, which is not read',
};

async function indexBlocks(read: Read, size: number): Promise<TarIndex> {
  const files: TarEntry[] = [];
  const skipped: { name: string; reason: string }[] = [];
  let longName: string | null = null;
  let isEnded = size === 0;
  for (let at = 0; at + block <= size;) {
    const header = await read(at, block);
    isEnded = isZero(header);
    if (isEnded) {
      const next = await afterEnd(read, at + block);
      if (next === null) break;
      at = next;
      continue;
    }
    const { name, type, length } = parseHeader(header, at);
    const offset = at + block;
    if (offset + length > size) throw new RangeError(`it is cut short: "${longName ?? name}" needs ${length} bytes at ${offset}, the archive has ${size}`);
    if (type === 'L' || type === 'x') longName = nameIn(await read(offset, Math.min(length, longestName)), type) ?? longName;
    else {
      const kind = otherKinds[type];
      if (type === '0' || type === '\0' || type === '7') files.push({ name: longName ?? name, offset, size: length });
      else if (kind !== undefined) skipped.push({ name: longName ?? name, reason: kind });
      longName = null;
    }
    at = offset + Math.ceil(length / block) * block;
  }
  if (!isEnded) skipped.push({ name: '', reason: 'no mark of its end: it may be cut short. Compare its size with the original' });
  return { files, skipped };
}

/** What writers fill an archive up to at most: a record of `tar --blocking-factor` is far
 * shorter. */
const longestFilling = 2 ** 20;

/** Where another archive begins behind the end of one; `null` where only filling follows. */
async function afterEnd(read: Read, end: number): Promise<number | null> {
  const rest = await read(end, longestFilling);
  const begun = rest.findIndex((byte) => byte !== 0);
  return begun < 0 ? null : end + Math.floor(begun / block) * block;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function parseHeader(header: Buffer, at: number): { readonly name: string; readonly type: string; readonly length: number } {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (Number.parseInt(field(header, 148, 8), 8) !== sum) throw new RangeError(`it is not a tar archive: the header at byte ${at} has a wrong checksum`);
  const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : '';
  const name = field(header, 0, 100);
  const length = lengthIn(header);
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`it is not a tar archive: the header at byte ${at} gives no size`);
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: String.fromCharCode(header[156]!), length };
}

function field(header: Buffer, start: number, length: number): string {
  const text = header.subarray(start, start + length);
  const end = text.indexOf(0);
  return text
    .subarray(0, end < 0 ? length : end)
    .toString('utf8')
    .trim();
}

/** Octal digits, or GNU's binary form for files above 8 GB. */
function lengthIn(header: Buffer): number {
  if (header[124]! >= 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(field(header, 124, 12) || '0', 8);
}

/** The name in a GNU long-name block, or in the `path` record of a pax header. */
function nameIn(bytes: Buffer, type: 'L' | 'x'): string | null {
  const text = bytes.toString('utf8');
  if (type === 'L') return text.replace(/\0.*$/su, '');
  return /^\d+ path=(.*)$/mu.exec(text)?.[1] ?? null;
}
