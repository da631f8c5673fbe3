import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { digestOf } from '@attune/sweep';

import { withPathError } from '../../path-error.ts';

/** A file of a folder, or the one file that there is, whose path is empty. */
export interface ContentFile {
  /** From the folder, with `/` between names. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What lies at a path, whatever the path is called. */
export interface Content {
  readonly digest: string;
  readonly files: readonly ContentFile[];
}

/** Reads all bytes of a file or a folder.
 *
 * @throws {PathError} when something cannot be read. */
export async function contentAt(path: string): Promise<Content> {
  const found = await stat(path).catch((error: unknown) => {
    throw withPathError(error, { path, given: path });
  });
  const paths = found.isDirectory() ? await filesBelow(path) : [path];
  const files: ContentFile[] = [];
  for (const file of paths) {
    const name = file === path ? '' : relative(path, file).split(sep).join('/');
    files.push({ path: name, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
  }
  return contentOf(files);
}

/** The digest of a list of files. */
export function contentOf(files: readonly ContentFile[]): Content {
  return { digest: digestOf(files), files };
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
