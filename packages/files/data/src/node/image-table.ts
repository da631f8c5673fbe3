import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { parse } from 'csv-parse/sync';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError, type DatasetFaultKind } from '../errors.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { imageInFile } from './encoded-image.ts';
import { type ImageList, type ListedImage, listDataset, listEvaluation } from './image-list.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';

/** Opens a table of images (CSV, or TSV by its suffix) for training. The first line names the columns, in any case:
 *
 * - the file: `path`, `file`, `filename`, `file name`, `file_name`, `image` or `image_path`, relative to the table, or to `images/` or `img/` beside it;
 * - its class: `label`, `class`, `category`, `class_name` or `target`, always text, so that `00` stays `00`;
 * - if it is there, its part: `split`, `part`, `set` or `subset` (`train`, and `val` or `test`);
 * - if it is there, its group: `group`, `patient`, `subject` or `scene`. Images of one group are never divided.
 *
 * @throws {DatasetError} with every fault, among them a column that is missing and a file that is not there. */
export async function imageTable(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  return listDataset(await readTable(path), options);
}

/** Opens a table of images for evaluation: the rows of its validation part, or all, in order.
 *
 * @throws {DatasetError} as `imageTable`. */
export async function imageTableEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  return listEvaluation(await readTable(path), options);
}

/** Whether a path looks like a table of images. */
export function isTable(path: string): boolean {
  return /\.(csv|tsv)$/iu.test(path);
}

const columns = {
  file: ['path', 'file', 'filename', 'file name', 'file_name', 'filepath', 'image', 'image_path'],
  label: ['label', 'class', 'category', 'class_name', 'target'],
  part: ['split', 'part', 'set', 'subset'],
  group: ['group', 'patient', 'subject', 'scene'],
} as const;

async function readTable(path: string): Promise<ImageList> {
  const [header = [], ...rows] = parseRows(path, await textOf(path));
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (wanted: readonly string[]) => names.findIndex((name) => wanted.includes(name));
  const at = { file: find(columns.file), label: find(columns.label), part: find(columns.part), group: find(columns.group) };
  const missing = (['file', 'label'] as const).filter((column) => at[column] < 0);
  if (missing.length > 0) {
    const wanted = missing.map((column) => `no column for the ${column} (${columns[column].join(', ')})`).join(' and ');
    refuse(path, 'missing', `${path} has ${wanted}; its columns are ${header.join(', ') || 'none'}.`);
  }
  const root = await rootOf(dirname(resolve(path)), rows[0]?.[at.file]);
  return { path, classes: null, images: rows.map((row) => listed(root, row, at)), skipped: [] };
}

type Columns = Readonly<Record<keyof typeof columns, number>>;

function listed(root: string, row: readonly string[], at: Columns): ListedImage {
  const name = row[at.file]!;
  const cell = (column: number) => (row[column] === undefined || row[column] === '' ? null : row[column]);
  const part = cell(at.part)?.trim().toLowerCase() ?? null;
  return { ...imageInFile(resolve(root, name)), name, className: row[at.label]!.normalize('NFC'), part, group: cell(at.group) };
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: Error) => refuse(path, 'missing', `${path} cannot be read: ${cause.message}.`));
}

/** Rows of as many cells as the header has. A byte order mark, quotes, either line end and blank lines are as in RFC 4180 and Excel. */
function parseRows(path: string, text: string): string[][] {
  try {
    return parse(text, { bom: true, delimiter: path.toLowerCase().endsWith('.tsv') ? '\t' : ',', skip_empty_lines: true });
  } catch (cause) {
    return refuse(path, 'unreadable', `${path} is no table: ${(cause as Error).message}.`);
  }
}

/** The table's folder, unless only `images/` or `img/` beside it holds the first file. */
async function rootOf(folder: string, first = ''): Promise<string> {
  for (const root of [folder, join(folder, 'images'), join(folder, 'img')]) {
    if ((await stat(resolve(root, first)).catch(() => null))?.isFile() === true) return root;
  }
  return folder;
}

function refuse(path: string, kind: DatasetFaultKind, message: string): never {
  throw new DatasetError({ path, faults: [{ kind, path, message }] });
}
