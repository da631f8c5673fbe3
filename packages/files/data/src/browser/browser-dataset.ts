import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { knownOptions } from '../known-options.ts';
import type { ScanOptions } from '../tree/class-folders.ts';
import { type EvaluationOptions, type ImageFolderOptions, openTree, openTreeEvaluation } from '../tree/image-tree.ts';
import { type FolderScan, scanTree } from '../tree/scan-tree.ts';
import { blobTree } from './blob-tree.ts';
import type { BrowserFile } from './browser-file.ts';

export interface BrowserFiles {
  readonly files: readonly BrowserFile[];
  /** What to call them in errors. Default: `images`. */
  readonly name?: string;
}

export type BrowserDatasetOptions = BrowserFiles & ImageFolderOptions;

/** Opens files that were handed to a page for training: layouts, classes, order, division,
 * transforms and errors are those of `imageFolder` in Node.
 * Files stay where they are, and are read and decoded when a batch wants them.
 *
 * @throws {DatasetError} with every fault, as `imageFolder`.
 * @throws {DataOptionError} when an option makes no sense; {UnknownOptionError} when it
 * does not exist. */
export async function browserDataset({ files, name = 'images', ...options }: BrowserDatasetOptions): Promise<ImageDataset> {
  knownOptions('browserDataset', options, 'training');
  const groups = new Map(files.flatMap(({ path, group }) => (group === undefined ? [] : [[path, group] as const])));
  const grouped: ImageFolderOptions = groups.size === 0 ? options : { groupOf: (path) => groups.get(path) ?? null, ...options };
  return openTree(blobTree(files, name), name, grouped);
}

/** Opens files for evaluation: their validation part if they have one, else all, in file order.
 *
 * @throws {DatasetError} as `imageFolderEvaluation`. */
export async function browserEvaluation({ files, name = 'images', ...options }: BrowserFiles & EvaluationOptions): Promise<EvaluationDataset> {
  return openTreeEvaluation(blobTree(files, name), name, knownOptions('browserEvaluation', options, 'evaluation'));
}

/** What files hold and what is wrong with them, without an exception. */
export async function scanFiles({ files, name = 'images', ...options }: BrowserFiles & ScanOptions): Promise<FolderScan> {
  return scanTree(blobTree(files, name), name, knownOptions('scanFiles', options, 'scan'));
}
