import { dirname, extname, posix, resolve } from 'node:path';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError, type DatasetFaultKind, type FileReason } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import { partIn } from '../labels/part-name.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { imageExtensions } from '../tree/list-files.ts';
import { imageInFile } from './encoded-image.ts';
import { type ImageList, type ListedImage, listDataset, listEvaluation } from './image-list.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { type TableFiles, tableFiles } from './table-files.ts';
import { type TableRow, readRows } from './table-rows.ts';

/** Opens a table of images (CSV or TSV, in UTF-8 or UTF-16, between commas, semicolons, tabs or
 * bars) for training. The first line names the columns, in any case:
 *
 * - the file: `path`, `file`, `filename`, `file name`, `file_name`, `image`, `image_path` or their
 *   like, relative to the table, or to a folder beside it (`images/`, `img/`);
 *   with `/` or `\` between folders, and with or without its suffix;
 * - its class: `label`, `class`, `category`, `class_name` or `target`, always text, so
 *   that `00` stays `00`;
 * - if it is there, its part: `split`, `part`, `set` or `subset` (`train`, and `val` or `test`);
 * - if it is there, its group: `group`, `patient`, `subject` or `scene`. Images of one
 *   group are never divided.
 *
 * Without such a line, a table of two columns is read where one of them holds files.
 *
 * @throws {DatasetError} with every fault, among them a column that is missing and a
 * file that is not there. */
export async function imageTable(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  knownOptions('imageTable', options, 'training');
  return listDataset(await readTable(path), options);
}

/** Opens a table of images for evaluation: the rows of its validation part, or all, in order.
 *
 * @throws {DatasetError} as `imageTable`. */
export async function imageTableEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  knownOptions('imageTableEvaluation', options, 'evaluation');
  return listEvaluation(await readTable(path), options);
}

/** Whether a path looks like a table of images. */
export function isTable(path: string): boolean {
  return /\.(csv|tsv)$/iu.test(path);
}

const columns = {
  file: [
    'path',
    'file',
    'filename',
    'file name',
    'file_name',
    'filepath',
    'file_path',
    'image',
    'img',
    'image_path',
    'image path',
    'image_name',
    'image_id',
    'id',
  ],
  label: ['label', 'labels', 'class', 'category', 'class_name', 'class name', 'classname', 'target'],
  part: ['split', 'part', 'set', 'subset'],
  group: ['group', 'patient', 'subject', 'scene'],
} as const;

type Columns = Readonly<Record<keyof typeof columns, number>>;

async function readTable(path: string): Promise<ImageList> {
  const rows = await readRows(path);
  const folder = dirname(resolve(path));
  const { at, body } = await columnsOf(path, rows, folder);
  const files = await tableFiles(
    folder,
    body.flatMap(({ cells }) => cells[at.file] || []),
  );
  const images: ListedImage[] = [];
  const skipped: FileReason[] = [];
  for (const row of body) {
    const item = listed(path, row, { at, files });
    if ('reason' in item) skipped.push(item);
    else images.push(item);
  }
  if (images.length > 0 && files.count === 0) {
    const { name } = images[0]!;
    refuse(
      path,
      'missing',
      `None of the files that ${path} lists is there; the first, in line ${body[0]!.line}, is "${name}". Paths are relative to ${folder}.`,
    );
  }
  return { path, classes: null, images, skipped };
}

interface TableLayout {
  readonly at: Columns;
  readonly body: readonly TableRow[];
}

/** Where the columns are, and the rows behind their names. */
async function columnsOf(path: string, rows: readonly TableRow[], folder: string): Promise<TableLayout> {
  const [header = { cells: [], line: 1 }, ...body] = rows;
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const find = (wanted: readonly string[]) => names.indexOf(wanted.find((name) => names.includes(name)) ?? '');
  const at = { file: find(columns.file), label: find(columns.label), part: find(columns.part), group: find(columns.group) };
  if (at.file >= 0 && at.label >= 0) return { at, body };
  return (await headless(rows, folder)) ?? refuse(path, 'missing', missingMessage(path, header, at));
}

/** A table of two columns whose first line is a file and its class already. */
async function headless(rows: readonly TableRow[], folder: string): Promise<TableLayout | null> {
  const [first] = rows;
  if (first?.cells.length !== 2) return null;
  const files = await tableFiles(folder, first.cells);
  const isFile = first.cells.map((cell) => files.find(cell).kind === 'file');
  // A class may be called as the folder beside the table that holds its images.
  const isImage = first.cells.map((cell, place) => isFile[place] === true && imageExtensions.has(extname(cell.trim()).toLowerCase()));
  const told = isFile[0] === isFile[1] ? isImage : isFile;
  if (told[0] === told[1]) return null;
  const file = told.indexOf(true);
  return { at: { file, label: 1 - file, part: -1, group: -1 }, body: rows };
}

function missingMessage(path: string, { cells, line }: TableRow, at: Columns): string {
  const missing = (['file', 'label'] as const).filter((column) => at[column] < 0);
  const wanted = missing.map((column) => `no column for the ${column} (${columns[column].join(', ')})`).join(' and ');
  const shown = `${path} has ${wanted}; its columns are ${cells.join(', ') || 'none'}.`;
  const isData = cells.some((cell) => imageExtensions.has(extname(cell.trim()).toLowerCase()));
  return isData ? `${shown} Line ${line} is an image and not the columns' names: put a line such as "path,label" before it.` : shown;
}

function listed(table: string, { cells, line }: TableRow, { at, files }: { readonly at: Columns; readonly files: TableFiles }): ListedImage | FileReason {
  const name = cells[at.file] ?? '';
  if (name.trim() === '') return { path: `${table}#${line}`, reason: `line ${line} names no file` };
  const found = files.find(name);
  if (found.kind === 'several') return { path: found.path, reason: `line ${line} may mean ${found.names.join(' or ')}: give the suffix` };
  const cell = (column: number) => (cells[column] === undefined || cells[column].trim() === '' ? null : cells[column].trim());
  return { ...imageInFile(found.path), line, name, key: keyOf(name), label: cells[at.label], part: partOf(cell(at.part)), group: cell(at.group) };
}

/** A part by any usual name; else what is said in place of one. */
function partOf(cell: string | null): ListedImage['part'] {
  const named = cell === null ? null : partIn(cell);
  return named?.rest === '' ? named.part : (cell?.toLowerCase() ?? null);
}

/** The same for every spelling of a path. */
function keyOf(name: string): string {
  return posix.normalize(name.replaceAll('\\', '/')).normalize('NFC');
}

function refuse(path: string, kind: DatasetFaultKind, message: string): never {
  throw new DatasetError({ path, faults: [{ kind, path, message }] });
}
