import { compareCodePoints } from '../order/code-points.ts';
import { imageExtensions, extensionOf } from '../tree/list-files.ts';

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

/** Where a table lies with its files: on a disk, or among what a page was handed. */
export interface TablePlace {
  /** The folders in one.
   *
   * @throws {DatasetError} when it cannot be listed. */
  folders(folder: string): Promise<readonly string[]>;
  /** All names in a folder; none where there is no such folder.
   *
   * @throws {DatasetError} when it cannot be listed. */
  names(folder: string): Promise<ReadonlySet<string>>;
  /** Whether there is a file, however a listing spells it. */
  holdsFile(path: string): Promise<boolean>;
  /** A path, relative to a folder, without `.` and `..`. */
  resolve(folder: string, path: string): string;
  join(folder: string, name: string): string;
  /** The folder of a path, and the name in it. */
  split(path: string): { readonly folder: string; readonly name: string };
}

/** Cells that tell below which folder the files lie. */
const tried = 100;

/** Finds the files of a table's cells, below the folder where most are: the table's own, `images/`
 * or `img/` in it, or another one there. A cell may have blanks around it,
 * `\` between folders, and no suffix.
 *
 * @throws {DatasetError} when a folder cannot be listed. */
export async function tableFiles(place: TablePlace, folder: string, cells: readonly string[]): Promise<TableFiles> {
  const different = [...new Set(cells)];
  const places = listedOnce(place);
  const beside = [...(await place.folders(folder))].sort((a, b) => Number(isUsual(b)) - Number(isUsual(a)) || compareCodePoints(a, b));
  let best = { root: folder, hits: -1 };
  for (const root of [folder, ...beside.map((name) => place.join(folder, name))]) {
    const found = await Promise.all(different.slice(0, tried).map((cell) => findFile(places, root, cell)));
    const hits = found.filter(({ kind }) => kind !== 'missing').length;
    if (hits > best.hits) best = { root, hits };
    if (hits === found.length) break;
  }
  const files = new Map<string, FoundFile>();
  for (const cell of different) files.set(cell, await findFile(places, best.root, cell));
  return {
    count: [...files.values()].filter(({ kind }) => kind !== 'missing').length,
    find: (cell) => files.get(cell) ?? { kind: 'missing', path: place.resolve(best.root, cell) },
  };
}

function isUsual(name: string): boolean {
  return name === 'images' || name === 'img';
}

async function findFile(place: TablePlace, root: string, cell: string): Promise<FoundFile> {
  for (const spelled of new Set([cell, cell.trim(), cell.trim().replaceAll('\\', '/')])) {
    const path = place.resolve(root, spelled);
    if (path === root) continue;
    const { folder, name: base } = place.split(path);
    const names = await place.names(folder);
    const name = [base, base.normalize('NFC'), base.normalize('NFD')].find((form) => names.has(form));
    if (name !== undefined || (await place.holdsFile(path))) return { kind: 'file', path: place.join(folder, name ?? base) };
    if (imageExtensions.has(extensionOf(base))) continue;
    const alike = [...imageExtensions].flatMap((suffix) => [base + suffix, base + suffix.toUpperCase()]).filter((candidate) => names.has(candidate));
    if (alike.length === 1) return { kind: 'file', path: place.join(folder, alike[0]!) };
    if (alike.length > 1) return { kind: 'several', path, names: alike };
  }
  return { kind: 'missing', path: place.resolve(root, cell) };
}

function listedOnce(place: TablePlace): TablePlace {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  const names = (folder: string) => {
    const listed = known.get(folder) ?? place.names(folder);
    known.set(folder, listed);
    return listed;
  };
  return { ...place, names };
}
