import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { openFile } from './regular-file.ts';

/** What an archive or a binary may hold once it is inflated: EMNIST's largest file has 547 MB. */
export const inflatedLimit = 1024 ** 3;

export interface Declared {
  /** How many bytes at the start tell how many there are. */
  readonly beginning: number;
  /** How many there are in all, by those. Throws where that is too many. */
  wanted(head: Buffer): number;
}

/** Reads a file, unzipped where its name ends in `.gz`, and no more of it than its own
 * beginning says.
 *
 * @returns fewer bytes where it is cut short.
 * @throws {RangeError} when there are more; what `wanted` throws; what the decoder or
 * the file system says. */
export async function readDeclared(path: string, { beginning, wanted }: Declared): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(beginning);
  let length = 0;
  let isSized = false;
  await eachPiece(path, { unzip: path.endsWith('.gz') }, (piece) => {
    for (let from = 0; from < piece.length;) {
      if (isSized && length === bytes.length) throw new RangeError(`it holds more than the ${bytes.length} bytes that its beginning says`);
      const copied = piece.copy(bytes, length, from);
      from += copied;
      length += copied;
      if (length < beginning || isSized) continue;
      isSized = true;
      bytes = grown(bytes, wanted(bytes));
    }
  });
  return bytes.subarray(0, length);
}

/** What an archive may hold: CIFAR's have 185 MB. */
const archiveLimit = 512 * 1024 ** 2;

/** Unzips a whole file into memory.
 *
 * @throws {RangeError} when there are more bytes than the limit; what the decoder or
 * the file system says. */
export async function inflateWhole(path: string, limit: number = archiveLimit): Promise<Buffer> {
  const all: Buffer[] = [];
  let length = 0;
  await eachPiece(path, { unzip: true }, (piece) => {
    length += piece.length;
    if (length > limit) throw new RangeError(`it inflates to more than ${limit} bytes`);
    all.push(piece);
  });
  return Buffer.concat(all);
}

/** Hands over a file piece by piece, and stops where `take` throws. */
async function eachPiece(path: string, { unzip }: { readonly unzip: boolean }, take: (piece: Buffer) => void): Promise<void> {
  await (await openFile(path)).close();
  let fault: unknown = null;
  const consume = async (pieces: AsyncIterable<Buffer>) => {
    try {
      for await (const piece of pieces) take(piece);
    } catch (cause) {
      fault = cause;
      throw cause;
    }
  };
  const file = createReadStream(path);
  await (unzip ? pipeline(file, createGunzip(), consume) : pipeline(file, consume)).catch((cause: unknown) => {
    throw fault ?? cause; // a pipeline that is left early says that it was aborted, and not why
  });
}

function grown(bytes: Buffer, size: number): Buffer {
  const larger = Buffer.alloc(size);
  bytes.copy(larger);
  return larger;
}
