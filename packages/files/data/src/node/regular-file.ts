import type { Stats } from 'node:fs';
import { type FileHandle, constants, open, stat } from 'node:fs/promises';

import { unreadablePath } from '../errors.ts';

/** What lies at a path, links followed, or `null` where nothing does.
 *
 * @throws {DatasetError} when the path is kept from being looked at, or can be no path. */
export async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadablePath(path, cause);
  }
}

/** What something is that is neither file nor folder. */
export function specialKind(found: Pick<Stats, 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>): string | null {
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  return found.isBlockDevice() || found.isCharacterDevice() ? 'a device' : null;
}

/** Opens a file to be read. A FIFO would wait for a writer that never comes, and a
 * device need not end.
 *
 * @throws {RangeError} when it is not a file; what the file system says when it cannot
 * be opened. */
export async function openFile(path: string): Promise<FileHandle> {
  const kind = specialKind(await stat(path));
  if (kind !== null) throw new RangeError(`it is ${kind}, not a file`);
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

/** Reads a whole file.
 *
 * @throws as `openFile`. */
export async function readFileWhole(path: string): Promise<Buffer> {
  const file = await openFile(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The same of a file that somebody names.
 *
 * @throws {DatasetError} when it cannot be read. */
export async function readNamedFile(path: string): Promise<Buffer> {
  return readFileWhole(path).catch((cause: unknown) => {
    throw unreadablePath(path, cause);
  });
}
