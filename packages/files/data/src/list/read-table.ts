import { DatasetError, type DatasetFaultKind, type FileReason } from '../errors.ts';
import { flagIn } from '../labels/flag-in.ts';
import { type LabelOptions, checkLabels } from '../labels/read-task-label.ts';
import { partIn } from '../labels/part-name.ts';
import type { Readable } from '../tree/image-entry.ts';
import type { EvaluationOptions } from '../tree/image-tree.ts';
import { extensionOf, imageExtensions } from '../tree/list-files.ts';
import type { ImageList, ListedImage } from './image-list.ts';
import { normalPath } from './normal-path.ts';
import { type TableFiles, type TablePlace, tableFiles } from './table-files.ts';
import { type TableRow, rowsIn } from './table-rows.ts';

/** Of tables in one folder the one that lists its images: the only one, or the one called
 * `labels` or `metadata`. */
export function mainTable(tables: readonly string[]): string | undefined {
  return tables.length === 1 ? tables[0] : tables.find((name) => /^(labels|metadata)\./iu.test(name));
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
    'fname',
    'id',
  ],
  label: ['label', 'labels', 'class', 'category', 'class_name', 'class name', 'classname', 'target'],
  part: ['split', 'part', 'set', 'subset', 'partition', 'phase', 'usage'],
  held: ['is_valid', 'is_val', 'is_validation'],
  tested: ['is_test'],
  group: ['group', 'patient', 'subject', 'scene'],
} as const;

/** Where the columns of a file, its class, its part (by name, or by whether it is held back or
 * tested with) and its group are, by the names of all; -1 where there is none. */
export function tableColumns(header: readonly string[]): Readonly<Record<keyof typeof columns, number>> {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (wanted: readonly string[]) => names.indexOf(wanted.find((name) => names.includes(name)) ?? '');
  return {
    file: find(columns.file),
    label: find(columns.label),
    part: find(columns.part),
    held: find(columns.held),
    tested: find(columns.tested),
    group: find(columns.group),
  };
}

type Columns = Readonly<Record<keyof typeof columns, number>> & {
  /** Of several labels or numbers, in the order in which they were asked for. */
  readonly targets?: readonly number[];
};

/** Whether every image must have a label. */
export interface TableNeeds {
  readonly labelled: boolean;
}

export type TableOptions = LabelOptions & Pick<EvaluationOptions, 'classes'>;

/** A table and where it lies. */
export interface TableSource {
  /** As messages call it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** That its paths are relative to. */
  readonly folder: string;
  readonly place: TablePlace;
  /** The image at a path. */
  readonly readable: (path: string) => Readable;
}

/** The images that a table lists, as `imageTable` describes it.
 *
 * @throws {DatasetError} for what is no table. */
export async function readTable(source: TableSource, options: TableOptions, needs: TableNeeds = { labelled: true }): Promise<ImageList> {
  const { path, bytes, folder, place, readable } = source;
  const rows = await rowsIn(path, bytes);
  const targets = targetsIn(rows, options);
  const filesOf = (cells: readonly string[]) => tableFiles(place, folder, cells);
  const { at, body } = await (targets === null ? columnsOf(path, rows, { filesOf, ...needs }) : targetColumns(path, rows, targets));
  const files = await filesOf(body.flatMap(({ cells }) => cells[at.file] || []));
  const images: ListedImage[] = [];
  const skipped: FileReason[] = [];
  for (const row of body) {
    const item = listed(path, row, { at, files, readable });
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
  return { path, classes: null, targets, images, skipped };
}

interface TableLayout {
  readonly at: Columns;
  readonly body: readonly TableRow[];
}

interface FoundBy {
  readonly filesOf: (cells: readonly string[]) => Promise<TableFiles>;
}

/** Where the columns are, and the rows behind their names. */
async function columnsOf(path: string, rows: readonly TableRow[], { filesOf, labelled }: TableNeeds & FoundBy): Promise<TableLayout> {
  const [header = { cells: [], line: 1 }, ...body] = rows;
  const at = tableColumns(header.cells);
  if (at.file >= 0 && (at.label >= 0 || !labelled)) return { at, body };
  return (await headless(rows, filesOf)) ?? (labelled ? null : await filesAlone(rows, filesOf)) ?? refuse(path, 'missing', missingMessage(path, header, at));
}

/** The columns of several labels or numbers: those that are asked for; of a model's classes, the
 * columns called like them where there is none of lists. */
function targetsIn(rows: readonly TableRow[], options: TableOptions): readonly string[] | null {
  const { task, targets } = checkLabels(options);
  const { classes } = options;
  if (targets !== null || task === 'single-label' || classes === undefined) return targets;
  const names = new Set((rows[0]?.cells ?? []).map((name) => name.trim().toLowerCase()));
  const hasLists = columns.label.some((name) => names.has(name));
  return !hasLists && classes.every((name) => names.has(name.toLowerCase())) ? classes : null;
}

/** The same where the labels stand in columns of their own names. */
function targetColumns(path: string, rows: readonly TableRow[], targets: readonly string[]): TableLayout {
  const [header = { cells: [], line: 1 }, ...body] = rows;
  const names = header.cells.map((name) => name.trim());
  const lower = names.map((name) => name.toLowerCase());
  const found = targets.map((target) => (names.includes(target) ? names.indexOf(target) : lower.indexOf(target.toLowerCase())));
  const at = { ...tableColumns(names), label: -1, targets: found };
  const missing = targets.filter((_, place) => found[place] === -1);
  if (missing.length > 0)
    return refuse(path, 'missing', `${path} has no column ${missing.map((name) => `"${name}"`).join(', ')}; its columns are ${names.join(', ') || 'none'}.`);
  return at.file >= 0 ? { at, body } : refuse(path, 'missing', missingMessage(path, header, { ...at, label: 0 }));
}

/** A table of two columns whose first line is a file and its class already. */
async function headless(rows: readonly TableRow[], filesOf: FoundBy['filesOf']): Promise<TableLayout | null> {
  const [first] = rows;
  if (first?.cells.length !== 2) return null;
  const files = await filesOf(first.cells);
  const isFile = first.cells.map((cell) => files.find(cell).kind === 'file');
  // A class may be called as the folder beside the table that holds its images.
  const isImage = first.cells.map((cell, place) => isFile[place] === true && imageExtensions.has(extensionOf(cell.trim())));
  const told = isFile[0] === isFile[1] ? isImage : isFile;
  if (told[0] === told[1]) return null;
  const file = told.indexOf(true);
  return { at: { ...tableColumns([]), file, label: 1 - file }, body: rows };
}

/** A list of files, one in a line, without a name for their column. */
async function filesAlone(rows: readonly TableRow[], filesOf: FoundBy['filesOf']): Promise<TableLayout | null> {
  const [first] = rows;
  if (first?.cells.length !== 1 || (await filesOf(first.cells)).find(first.cells[0]!).kind !== 'file') return null;
  return { at: { ...tableColumns([]), file: 0 }, body: rows };
}

function missingMessage(path: string, { cells, line }: TableRow, at: Columns): string {
  const missing = (['file', 'label'] as const).filter((column) => at[column] < 0);
  const wanted = missing.map((column) => `no column for the ${column} (${columns[column].join(', ')})`).join(' and ');
  const shown = `${path} has ${wanted}; its columns are ${cells.join(', ') || 'none'}.`;
  const isData = cells.some((cell) => imageExtensions.has(extensionOf(cell.trim())));
  if (isData) return `${shown} Line ${line} is an image and not the columns' names: put a line such as "path,label" before it.`;
  const renamed = `${shown} Rename the column that holds it.`;
  return at.label < 0 ? `${renamed} Columns of numbers, or of 1 and 0 for each class, are read where targets name them (--targets).` : renamed;
}

interface Listing extends Pick<TableSource, 'readable'> {
  readonly at: Columns;
  readonly files: TableFiles;
}

function listed(table: string, { cells, line }: TableRow, { at, files, readable }: Listing): ListedImage | FileReason {
  const name = cells[at.file] ?? '';
  if (name.trim() === '') return { path: `${table}#${line}`, reason: `line ${line} names no file` };
  const found = files.find(name);
  if (found.kind === 'several') return { path: found.path, reason: `line ${line} may mean ${found.names.join(' or ')}: give the suffix` };
  const cell = (column: number) => (cells[column] === undefined || cells[column].trim() === '' ? null : cells[column].trim());
  return {
    ...readable(found.path),
    line,
    name,
    key: keyOf(name),
    label: at.targets?.map((column) => cells[column]) ?? cells[at.label],
    part: at.part < 0 ? flaggedPart(cell(at.held), cell(at.tested)) : partOf(cell(at.part)),
    group: cell(at.group),
  };
}

/** A part by any usual name; else what is said in place of one. */
function partOf(cell: string | null): ListedImage['part'] {
  const named = cell === null ? null : partIn(cell);
  return named?.rest === '' ? named.part : (cell?.toLowerCase() ?? null);
}

/** Of a table that says of each image whether it is held back or tested with: yes or no; else the
 * name of a part. */
function flaggedPart(held: string | null, tested: string | null): ListedImage['part'] {
  if (flagIn(tested)) return 'test';
  if (flagIn(held)) return 'validation';
  const unclear = [tested, held].find((cell) => cell !== null && flagIn(cell) === undefined);
  if (unclear !== undefined) return partOf(unclear);
  return held === null && tested === null ? null : 'train';
}

/** The same for every spelling of a path. */
function keyOf(name: string): string {
  return normalPath(name.replaceAll('\\', '/')).normalize('NFC');
}

function refuse(path: string, kind: DatasetFaultKind, message: string): never {
  throw new DatasetError({ path, faults: [{ kind, path, message }] });
}
