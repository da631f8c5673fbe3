import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { filesBeside } from '@attune/checkpoint';
import { imageTableFiles } from '@attune/data';
import { digestOf } from '@attune/sweep';

import { PathError, withPathError } from '../../path-error.ts';

/** A file of a folder; or what lies at the path itself, whose own path is empty, and the files that
 * it names, which lie beside it. */
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

/** Reads all bytes of a file or a folder, with those of the files that it names: the images of a
 * table, the parts of weights that have an index.
 *
 * @throws {PathError} when something cannot be read. */
export async function contentAt(path: string): Promise<Content> {
  const files: ContentFile[] = [];
  for (const { name, file } of await sourcesAt(path)) files.push({ path: name, bytes: (await stat(file)).size, sha256: await sha256Of(file) });
  return contentOf(files);
}

/** The digest of a list of files. */
export function contentOf(files: readonly ContentFile[]): Content {
  return { digest: digestOf(files), files };
}

/** Where a file of some content lies. */
export function fileAt(path: string, { path: name }: Pick<ContentFile, 'path'>, isFolder: boolean): string {
  if (name === '') return path;
  return join(isFolder ? path : dirname(path), ...name.split('/'));
}

/** Whether content is a folder, and no file with those that it names. */
export function isFolderContent({ files }: Pick<Content, 'files'>): boolean {
  return files.every(({ path }) => path !== '');
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

interface Source {
  /** As `ContentFile.path`. */
  readonly name: string;
  readonly file: string;
}

async function sourcesAt(path: string): Promise<Source[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw withPathError(error, { path, given: path });
  });
  if (found.isDirectory()) return (await filesBelow(path)).map((file) => sourceIn(path, file));
  if (!found.isFile()) throw new PathError({ path, reason: 'ENXIO', cause: undefined });
  return [{ name: '', file: path }, ...(await filesNamedBy(path)).map((file) => sourceIn(dirname(path), file))];
}

function sourceIn(folder: string, file: string): Source {
  return { name: relative(folder, file).split(sep).join('/'), file };
}

/** What a table or an index that is broken names is told when it is opened. */
async function filesNamedBy(path: string): Promise<string[]> {
  if (/\.(csv|tsv)$/iu.test(path)) return imageTableFiles(path).catch(() => []);
  if (/\.json$/iu.test(path)) return (await filesBeside(path).catch(() => [])).map((name) => join(dirname(path), name));
  const classes = join(dirname(path), 'batches.meta.txt');
  return /\.bin$/iu.test(path) && (await stat(classes).catch(() => null)) !== null ? [classes] : [];
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
