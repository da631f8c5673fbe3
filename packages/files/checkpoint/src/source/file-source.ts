import { CheckpointError } from '../checkpoint-error.ts';
import type { OpenSource } from './byte-source.ts';
import { isIndexName } from './file-list-source.ts';

/** Node's file system, or `undefined` in a browser. Asked for at run time, so that bundlers for
 * browsers never see an import of it. */
export function fileSystem(): typeof import('node:fs/promises') | undefined {
  return globalThis.process?.getBuiltinModule?.('node:fs/promises');
}

/** A file on disk. It is opened for each read and closed again, so nobody has to close a
 * checkpoint; a range of at most 16 MB is read at once, since handing it to another thread and back
 * takes longer. A folder stands for the one `….safetensors.index.json` or `model.json` in it.
 *
 * @throws {CheckpointError} `not-found` or `unreadable`. */
export async function fileSource(path: string, fs: NonNullable<ReturnType<typeof fileSystem>>): Promise<OpenSource> {
  const status = await fs.stat(path).catch((cause: unknown) => failToOpen(path, cause));
  if (status.isDirectory()) return fileSource(`${path}/${await indexWithin(path, fs)}`, fs);
  return {
    name: path,
    size: status.size,
    read: async (offset, length, into = unfilled(length)) => (length <= mostAtOnce ? readAtOnce(path, offset, into) : readRange(path, fs, offset, into)),
    sibling: (fileName) => fileSource(path.replace(/[^/\\]*$/, fileName), fs),
  };
}

/** Memory that is not zeroed first, since a read fills it. */
function unfilled(length: number): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset } = globalThis.process.getBuiltinModule('node:buffer').Buffer.allocUnsafeSlow(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** In bytes: what is read from the system's cache in a few milliseconds. */
const mostAtOnce = 2 ** 24;

function readAtOnce(path: string, offset: number, bytes: Uint8Array): Uint8Array {
  const { openSync, readSync, closeSync } = globalThis.process.getBuiltinModule('node:fs');
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } catch (cause) {
    return failToOpen(path, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function readRange(path: string, fs: NonNullable<ReturnType<typeof fileSystem>>, offset: number, bytes: Uint8Array): Promise<Uint8Array> {
  const handle = await fs.open(path).catch((cause: unknown) => failToOpen(path, cause));
  try {
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function indexWithin(folder: string, fs: NonNullable<ReturnType<typeof fileSystem>>): Promise<string> {
  const [index, ...others] = (await fs.readdir(folder)).filter(isIndexName);
  if (index !== undefined && others.length === 0) return index;
  const found = index === undefined ? 'none' : [index, ...others].join(', ');
  throw new CheckpointError({
    kind: 'not-found',
    file: folder,
    message: `a folder stands for the one *.safetensors.index.json or model.json in it, and it has ${found}. Name the file.`,
  });
}

function failToOpen(path: string, cause: unknown): never {
  const absent = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
  if (absent) throw new CheckpointError({ kind: 'not-found', file: path, message: 'there is no such file. Check the path.', cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new CheckpointError({ kind: 'unreadable', file: path, message: `it cannot be opened (${reason}).`, cause });
}
