import { open, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { makeFolder } from './run/make-folder.ts';
import { PathError, withPathError } from './path-error.ts';
import { userPath } from './paths.ts';
import { UsageError } from './usage-error.ts';
import { asideOf, writeFileSafely } from './run/write-file.ts';

/** A place that the command line names for a file, at which a file can be written. */
export interface OutputFile {
  /** As the system knows it. */
  readonly path: string;
  /** Whether it is, or will be, a file: not a device, a pipe or a terminal. */
  readonly isFile: boolean;
  /** Writes all of it: aside and then renamed, or straight to what is not a file, such as
   * /dev/stdout. */
  write(contents: string | Uint8Array): Promise<void>;
}

/** The same for what is read again once it is written, and takes the place of what was there: a
 * device, such as /dev/null, would be replaced by a file.
 *
 * @throws {UsageError} when something else than a file is there; {PathError} as `outputFile`. */
export async function outputRegularFile(path: string, name: string): Promise<OutputFile> {
  const output = await outputFile(path, name);
  const found = await existing(output.path);
  if (found === null || found.isFile()) return output;
  throw new UsageError(`${name} ${path} is not a file: what is written there is read again and compared. Name a file.`);
}

/** Finds out before the work whether its result can be written; leaves the place as it was.
 *
 * @param path as the user wrote it.
 * @param name what the user calls it: `--predictions`, or `OUT`.
 * @throws {PathError} when it cannot. */
export async function outputFile(path: string, name: string): Promise<OutputFile> {
  const full = userPath(path);
  const given = `${name} ${path}`;
  const isFile = await refusing(full, given, async () => {
    const found = await existing(full);
    if (found?.isDirectory() === true) throw new PathError({ path: full, given, reason: 'EISDIR', cause: undefined });
    if (found !== null && !found.isFile()) return false;
    await tryFile(asideOf(full));
    return true;
  });
  const write = (contents: string | Uint8Array) =>
    isFile ? writeFileSafely(full, typeof contents === 'string' ? contents : [contents]) : writeFile(full, contents);
  return { path: full, isFile, write };
}

/** The same of a folder that files are to be written to, which need not be there yet.
 *
 * @returns its path, as the system knows it.
 * @throws {PathError} when it cannot be made, or nothing can be written there. */
export async function outputFolder(path: string, name: string): Promise<string> {
  const full = userPath(path);
  await refusing(full, `${name} ${path}`, async () => {
    const made = await makeFolder(full);
    try {
      await tryFile(asideOf(join(full, '.attune')));
    } finally {
      if (made !== undefined) await removeEmpty(full, made);
    }
  });
  return full;
}

async function existing(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** A file that is there already is another's, and left alone. */
async function tryFile(path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
    await rm(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Removes a folder and those above it, up to `first`, but for what another process has put to use
 * or removed meanwhile. */
async function removeEmpty(path: string, first: string): Promise<void> {
  const removed = await rmdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST' || error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (removed && path !== first) await removeEmpty(dirname(path), first);
}

async function refusing<T>(path: string, given: string, attempt: () => Promise<T>): Promise<T> {
  return attempt().catch((error: unknown) => {
    throw withPathError(error, { path, given });
  });
}
