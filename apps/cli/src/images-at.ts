import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { imageExtensions, imageTableFiles } from '@attune/data';

import { userPath } from './paths.ts';
import { UsageError } from './usage-error.ts';

/** The image itself, the images of a folder in the order of their names, or those that a table
 * (CSV) lists, in its order, whatever else its columns say.
 *
 * @throws {UsageError} when there is neither. */
export async function imagesAt(path: string): Promise<string[]> {
  const full = userPath(path);
  const found = await stat(full).catch(() => null);
  if (found === null) throw new UsageError(`There is no image ${path}.`);
  if (!found.isDirectory()) return /\.(csv|tsv)$/iu.test(path) ? imageTableFiles(full) : [path];
  const entries = (await readdir(full, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const names = entries.map(({ name }) => name).filter((name) => imageExtensions.has(extname(name).toLowerCase()));
  if (names.length > 0) return names.sort().map((name) => join(path, name));
  const folder = entries.find((entry) => entry.isDirectory())?.name;
  const wayOut = folder === undefined ? '' : ` Folders in it are not looked into: give such a one, as ${join(path, folder)}.`;
  throw new UsageError(`${path} has no images (${[...imageExtensions].join(' ')}).${wayOut}`);
}
