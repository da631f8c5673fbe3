import { decodedSource } from '../batches/decoded-source.ts';
import { keptSource } from '../batches/kept-source.ts';
import type { PartName } from '../batches/dataset.ts';
import { DatasetError, type FileReason } from '../errors.ts';
import { type TaskLabel, checkLabels, taskLabelReader } from '../labels/read-task-label.ts';
import type { FileHeader } from '../pixels/file-header.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { type ImageList, type OpenImages, classNamesOf } from '../list/image-list.ts';
import { normalPath } from '../list/normal-path.ts';
import { type TableOptions, mainTable, readTable } from '../list/read-table.ts';
import type { TablePlace } from '../list/table-files.ts';
import { rowsIn } from '../list/table-rows.ts';
import { type TableTask, tableTask } from '../list/table-task.ts';
import { checkEach } from '../tree/check-images.ts';
import type { FileTree } from '../tree/file-tree.ts';
import { isTable } from '../tree/list-files.ts';
import { readFolder } from '../tree/read-folder.ts';
import { blobTree } from './blob-tree.ts';
import type { BrowserFile } from './browser-file.ts';

/** An image that a table among files lists. */
export interface TableImage {
  /** Below the root. */
  readonly path: string;
  /** Of its classes, or of the targets. */
  readonly names: readonly string[];
  /** A number for each target. */
  readonly values?: readonly number[];
  /** As the table says; what it calls otherwise is of no part. */
  readonly part: PartName | null;
  readonly group: string | null;
  readonly header: FileHeader;
}

/** What a table says of files beside it. */
export interface TableScan {
  readonly task: TableTask['task'];
  /** Classes by code points, or targets in the table's order. */
  readonly names: readonly string[];
  readonly images: readonly TableImage[];
  readonly skipped: readonly FileReason[];
  readonly broken: readonly FileReason[];
}

export interface TableScanOptions {
  readonly files: readonly BrowserFile[];
  /** The path of the table among the files. */
  readonly table: string;
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** Called after each image with how many of how many have been checked. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The path of the table among files that were handed to a page: the only one beside the folder's
 * photos, or the one called `labels` or `metadata`; `null` where there is none. */
export function tableAmong(files: readonly Pick<BrowserFile, 'path'>[]): string | null {
  const tables = files.map(({ path }) => path).filter(isTable);
  const depth = Math.min(...tables.map((path) => path.split('/').length));
  const outer = tables.filter((path) => path.split('/').length === depth);
  const main = mainTable(outer.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  return outer.find((path) => path === main || path.endsWith(`/${main}`)) ?? null;
}

/** Reads a table among files and the header of every image that it lists. What it says of them, one
 * class, several, or numbers, follows from its columns.
 *
 * @throws {DatasetError} as `imageTable` in Node, for what is no table. */
export async function scanTable({ files, table, name = 'images', signal, onProgress }: TableScanOptions): Promise<TableScan> {
  const tree = blobTree(files, name);
  const said = tableTask(await rowsIn(table, await bytesOf(files, table)));
  const list = await tableIn(tree, { files, table, name }, said);
  const { task, targets } = checkLabels(said);
  const read = taskLabelReader(task, { names: null, targets });
  const told = list.images.map((image) => ({ ...image, told: read(image.label) }));
  const labelled = told.filter(isLabelled);
  const checked = await checkEach(labelled, (image) => image, {
    deep: false,
    maxPixels: defaultMaxPixels,
    signal,
    onProgress: onProgress && ((done) => onProgress(done, labelled.length)),
  });
  return {
    task,
    names: targets ?? classNamesOf(labelled.map(({ told: label }) => label)),
    images: checked.images.map(({ path, told: label, part, group, header }) => ({
      path: tree.nameBelow(name, path),
      ...label,
      part: partNames.find((known) => known === part) ?? null,
      group,
      header,
    })),
    skipped: [
      ...list.skipped,
      ...told.flatMap(({ path, line, told: label }) => ('reason' in label ? [{ path, reason: `${label.reason} (line ${line})` }] : [])),
    ],
    broken: checked.broken,
  };
}

const partNames: readonly PartName[] = ['train', 'validation', 'test'];

type Labelled<Image> = Image & { readonly told: Exclude<TaskLabel, { readonly reason: string }> };

function isLabelled<Image extends { readonly told: TaskLabel }>(image: Image): image is Labelled<Image> {
  return !('reason' in image.told);
}

export interface TableAmongFiles {
  readonly files: readonly BrowserFile[];
  readonly table: string;
  readonly name: string;
}

/** The images that a table among files lists.
 *
 * @throws {DatasetError} for what is no table. */
export async function listTable(given: TableAmongFiles, options: TableOptions): Promise<ImageList> {
  return tableIn(blobTree(given.files, given.name), given, options);
}

async function tableIn(tree: FileTree, { files, table, name }: TableAmongFiles, options: TableOptions): Promise<ImageList> {
  const path = normalPath(`${name}/${table}`);
  const folder = path.slice(0, path.lastIndexOf('/'));
  return readTable({ path: table, bytes: await bytesOf(files, table), folder, place: placeIn(tree), readable: tree.readable }, options);
}

async function bytesOf(files: readonly BrowserFile[], table: string): Promise<Uint8Array> {
  const found = files.find(({ path }) => path === table);
  if (found !== undefined) return new Uint8Array(await found.file.arrayBuffer());
  throw new DatasetError({ path: table, faults: [{ kind: 'missing', path: table, message: `There is no table ${table} among the files.` }] });
}

function placeIn(tree: FileTree): TablePlace {
  return {
    resolve: (folder, path) => normalPath(path.startsWith('/') ? path : `${folder}/${path}`),
    join: tree.join,
    split: (path) => ({ folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))), name: path.slice(path.lastIndexOf('/') + 1) }),
    folders: async (folder) => (await readFolder(tree, folder)).folders,
    names: async (folder) => new Set((await tree.entries(folder)).map(({ name }) => name)),
    holdsFile: async (path) => (await tree.kindOf(path)) === 'file',
  };
}

/** Images are decoded when they are wanted. */
export const openBlobs: OpenImages = (images, { memory, channels }) =>
  keptSource(decodedSource(images.map((image) => ({ ...image, decode: (header) => image.decode(header, channels) }))), memory);
