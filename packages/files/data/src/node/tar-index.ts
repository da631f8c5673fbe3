import { open } from 'node:fs/promises';

/** A file inside a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** Where its bytes begin in the archive, and how many there are. */
  readonly offset: number;
  readonly size: number;
}

const block = 512;

/** Lists the files of a tar archive without reading them: ustar, with GNU's and pax's long names.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
 * @throws {RangeError} when it is no tar archive, or ends in the middle of a file. */
export async function readTarIndex(path: string): Promise<TarEntry[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (position: number, length: number) => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return await indexBlocks(read, size);
  } finally {
    await file.close();
  }
}

/** Lists the files of a tar archive that is in memory.
 *
 * @throws {RangeError} as `readTarIndex`. */
export async function tarEntriesIn(archive: Buffer): Promise<TarEntry[]> {
  return indexBlocks(async (position, length) => archive.subarray(position, position + length), archive.length);
}

/** Reads one file of an archive. */
export async function readTarEntry(path: string, { offset, size }: TarEntry): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(size), 0, size, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

type Read = (position: number, length: number) => Promise<Buffer>;

/** Long names are short; a header that claims more is not one. */
const longestName = 64 * 1024;

async function indexBlocks(read: Read, size: number): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  let longName: string | null = null;
  for (let at = 0; at + block <= size;) {
    const header = await read(at, block);
    if (header.every((byte) => byte === 0)) break;
    const { name, type, length } = parseHeader(header, at);
    const offset = at + block;
    if (offset + length > size) throw new RangeError(`it is cut short: "${longName ?? name}" needs ${length} bytes at ${offset}, the archive has ${size}`);
    if (type === 'L' || type === 'x') longName = nameIn(await read(offset, Math.min(length, longestName)), type) ?? longName;
    else {
      if (type === '0' || type === '\0') entries.push({ name: longName ?? name, offset, size: length });
      longName = null;
    }
    at = offset + Math.ceil(length / block) * block;
  }
  return entries;
}

function parseHeader(header: Buffer, at: number): { readonly name: string; readonly type: string; readonly length: number } {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (Number.parseInt(field(header, 148, 8), 8) !== sum) throw new RangeError(`it is no tar archive: the header at byte ${at} has a wrong checksum`);
  const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : '';
  const name = field(header, 0, 100);
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: String.fromCharCode(header[156]!), length: lengthIn(header) };
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
