import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import { type LabelOptions, checkLabels } from '../labels/read-task-label.ts';
import { listDataset, listEvaluation } from '../list/image-list.ts';
import type { ScanOptions } from '../tree/class-folders.ts';
import { type EvaluationOptions, type ImageFolderOptions, openTree, openTreeEvaluation } from '../tree/image-tree.ts';
import { type FolderScan, scanTree } from '../tree/scan-tree.ts';
import { blobTree } from './blob-tree.ts';
import type { BrowserFile } from './browser-file.ts';
import { listTable, openBlobs, tableAmong } from './browser-table.ts';

export interface BrowserFiles {
  readonly files: readonly BrowserFile[];
  /** What to call them in errors. Default: `images`. */
  readonly name?: string;
  /** The path of a table (CSV) among them that says what each image is. Default: folders say it,
   * and of several labels or numbers the table beside the photos. */
  readonly table?: string | undefined;
}

export type BrowserDatasetOptions = BrowserFiles & ImageFolderOptions;

/** Opens files that were handed to a page for training: layouts, classes, order, division,
 * transforms and errors are those of `imageFolder` in Node.
 * Files stay where they are, and are read and decoded when a batch wants them.
 *
 * @throws {DatasetError} with every fault, as `imageFolder`.
 * @throws {DataOptionError} when an option makes no sense; {UnknownOptionError} when it
 * does not exist. */
export async function browserDataset({ files, name = 'images', table: given, ...options }: BrowserDatasetOptions): Promise<ImageDataset> {
  knownOptions('browserDataset', options, 'training');
  const table = given ?? neededTable(files, name, options);
  if (table !== null) return listDataset(await listTable({ files, table, name }, options), options, openBlobs);
  const groups = new Map(files.flatMap(({ path, group }) => (group === undefined ? [] : [[path, group] as const])));
  const grouped: ImageFolderOptions = groups.size === 0 ? options : { groupOf: (path) => groups.get(path) ?? null, ...options };
  return openTree(blobTree(files, name), name, grouped);
}

/** Opens files for evaluation: their validation part if they have one, else all, in file order.
 *
 * @throws {DatasetError} as `imageFolderEvaluation`. */
export async function browserEvaluation({ files, name = 'images', table: given, ...options }: BrowserFiles & EvaluationOptions): Promise<EvaluationDataset> {
  knownOptions('browserEvaluation', options, 'evaluation');
  const table = given ?? neededTable(files, name, options);
  if (table !== null) return listEvaluation(await listTable({ files, table, name }, options), options, openBlobs);
  return openTreeEvaluation(blobTree(files, name), name, options);
}

/** The table without which nobody knows several labels or numbers.
 *
 * @throws {DatasetError} when it is needed and not there. */
function neededTable(files: readonly BrowserFile[], name: string, options: LabelOptions): string | null {
  if (checkLabels(options).task === 'single-label') return null;
  const table = tableAmong(files);
  if (table !== null) return table;
  const message = `${name} has no table that says which labels or numbers each image has. Put a table (CSV) that lists its images beside them as labels.csv.`;
  throw new DatasetError({ path: name, faults: [{ kind: 'missing', path: name, message }] });
}

/** What files hold and what is wrong with them, without an exception. */
export async function scanFiles({ files, name = 'images', ...options }: Omit<BrowserFiles, 'table'> & ScanOptions): Promise<FolderScan> {
  return scanTree(blobTree(files, name), name, knownOptions('scanFiles', options, 'scan'));
}
