import { CheckpointError } from '../checkpoint-error.ts';

/** Bytes that can be read in ranges: a file, a Blob, an address, memory. */
export interface ByteSource {
  /** What messages call it: a path or an address. */
  readonly name?: string;
  /** In bytes. */
  readonly size: number;
  /** `length` bytes from `offset`, both within `size`; the reader may keep and view the array, so
   * it is the caller's own. A source may fill `into`, which has that length, and hand it back. */
  read(offset: number, length: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Opens a file of the same folder, for indices of several files; absent where there is no folder
   * (bytes, a Blob). Throws a `not-found` {@link CheckpointError} when there is none. */
  sibling?(fileName: string): Promise<ByteSource>;
}

/** A source with its name. */
export interface OpenSource extends ByteSource {
  readonly name: string;
  sibling?(fileName: string): Promise<OpenSource>;
}

/** Bytes in memory. */
export function bytesSource(bytes: Uint8Array, name = 'the bytes'): OpenSource {
  return { name, size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}

/** A browser's File or any other Blob, read in ranges. */
export function blobSource(blob: Blob, name = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'the Blob'): OpenSource {
  return { name, size: blob.size, read: async (offset, length) => new Uint8Array(await readPart(blob.slice(offset, offset + length), name)) };
}

async function readPart(part: Blob, file: string): Promise<ArrayBuffer> {
  return part.arrayBuffer().catch((cause: unknown) => {
    throw new CheckpointError({ kind: 'unreadable', file, message: 'the browser can no longer read it: it was moved or changed. Choose it again.', cause });
  });
}

/** A range that must be there whole.
 *
 * @throws {CheckpointError} `truncated` when it runs past the end. */
export async function readExactly(source: OpenSource, offset: number, length: number, what: string): Promise<Uint8Array> {
  const bytes = offset + length <= source.size ? await source.read(offset, length) : undefined;
  if (bytes?.length === length) return bytes;
  const message = `incomplete file: ${what} needs ${length} bytes at ${offset}, and the file has ${source.size}. Download or save it again.`;
  throw new CheckpointError({ kind: 'truncated', file: source.name, message });
}
