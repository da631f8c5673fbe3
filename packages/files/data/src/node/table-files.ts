import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';

import { unreadablePath } from '../errors.ts';
import { compareCodePoints } from '../order/code-points.ts';
import { imageExtensions } from '../tree/list-files.ts';
import { readFolder } from '../tree/read-folder.ts';
import { diskTree } from './disk-tree.ts';

/** What a cell of a table means: a file; several that it may mean; or a path at which
 * there is nothing. */
export type FoundFile =
  | { readonly kind: 'file' | 'missing'; readonly path: string }
  | { readonly kind: 'several'; readonly path: string; readonly names: readonly string[] };

/** The files that a table lists. */
export interface TableFiles {
  find(cell: string): FoundFile;
  /** How many different cells mean a file. */
  readonly count: number;
}

/** Cells that tell below which folder the files lie. */
const tried = 100;

/** Finds the files of a table's cells, below the folder where most are: the table's own, `images/`
 * or `img/` in it, or another one there. A cell may have blanks around it,
 * `\` between folders, and no suffix.
 *
 * @throws {DatasetError} when a folder cannot be listed. */
export async function tableFiles(folder: string, cells: readonly string[]): Promise<TableFiles> {
  const different = [...new Set(cells)];
  const list = listings();
  const { folders } = await readFolder(diskTree, folder);
  const beside = [...folders].sort((a, b) => Number(isUsual(b)) - Number(isUsual(a)) || compareCodePoints(a, b));
  let best = { root: folder, hits: -1 };
  for (const root of [folder, ...beside.map((name) => join(folder, name))]) {
    const found = await Promise.all(different.slice(0, tried).map((cell) => findFile(root, cell, list)));
    const hits = found.filter(({ kind }) => kind !== 'missing').length;
    if (hits > best.hits) best = { root, hits };
    if (hits === found.length) break;
  }
  const files = new Map<string, FoundFile>();
  for (const cell of different) files.set(cell, await findFile(best.root, cell, list));
  return {
    count: [...files.values()].filter(({ kind }) => kind !== 'missing').length,
    find: (cell) => files.get(cell) ?? { kind: 'missing', path: resolve(best.root, cell) },
  };
}

function isUsual(name: string): boolean {
  return name === 'images' || name === 'img';
}

type List = (folder: string) => Promise<ReadonlySet<string>>;

async function findFile(root: string, cell: string, list: List): Promise<FoundFile> {
  for (const spelled of new Set([cell, cell.trim(), cell.trim().replaceAll('\\', '/')])) {
    const path = resolve(root, spelled);
    if (path === root) continue;
    const names = await list(dirname(path));
    const base = basename(path);
    const name = [base, base.normalize('NFC'), base.normalize('NFD')].find((form) => names.has(form));
    if (name !== undefined || (await isThere(path))) return { kind: 'file', path: join(dirname(path), name ?? base) };
    if (imageExtensions.has(extname(base).toLowerCase())) continue;
    const alike = [...imageExtensions].flatMap((suffix) => [base + suffix, base + suffix.toUpperCase()]).filter((candidate) => names.has(candidate));
    if (alike.length === 1) return { kind: 'file', path: join(dirname(path), alike[0]!) };
    if (alike.length > 1) return { kind: 'several', path, names: alike };
  }
  return { kind: 'missing', path: resolve(root, cell) };
}

/** Where upper and lower case are one, a listing does not tell. */
async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === false;
}

/** Lists each folder once. */
function listings(): List {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  return (folder) => {
    const listed = known.get(folder) ?? namesIn(folder);
    known.set(folder, listed);
    return listed;
  };
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((cause as NodeJS.ErrnoException).code ?? '')) return new Set();
    throw unreadablePath(folder, cause);
  }
}
