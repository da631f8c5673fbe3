import { join } from 'node:path';

import { diskTree } from './disk-tree.ts';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { isZippedArchive } from './cifar-files.ts';
import { cifar10, cifar10Evaluation, isCifarFolder } from './cifar10.ts';
import { idxEvaluation, idxFolder, isIdxFolder } from './idx.ts';
import { knownOptions } from '../known-options.ts';
import { type EvaluationOptions, type ImageFolderOptions } from '../tree/image-tree.ts';
import { imageFolder, imageFolderEvaluation } from './image-folder.ts';
import { mainTable } from '../list/read-table.ts';
import { isTable } from '../tree/list-files.ts';
import { imageTable, imageTableEvaluation } from './image-table.ts';
import { type SharedImage, sharedImages } from '../duplicates/shared-images.ts';
import { DatasetError } from '../errors.ts';
import { type FolderEntries, readFolder } from '../tree/read-folder.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { isParquet, parquetEvaluation, parquetImages } from './parquet.ts';
import { type LabelOptions, checkLabels } from '../labels/read-task-label.ts';
import { lookAt, specialKind } from './regular-file.ts';
import { isShard, webDataset, webDatasetEvaluation } from './web-dataset.ts';

/** Opens whatever lies at `path` for training: a folder of images; a table of them
 * (CSV); tar shards; Parquet; CIFAR-10 or CIFAR-100, as binaries or as the archives
 * they are published in; IDX files.
 *
 * @throws {DatasetError} with every fault. */
export async function openDataset(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  knownOptions('openDataset', options, 'training');
  const { kind, place } = await labelledPlace(path, options);
  return openers[kind].dataset(place, options);
}

/** Opens whatever lies at `path` for evaluation, as one list in file order: the part that is asked
 * for, else the one to validate with, else all.
 *
 * @throws {DatasetError} with every fault. */
export async function openEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  knownOptions('openEvaluation', options, 'evaluation');
  const { kind, place } = await labelledPlace(path, options);
  return openers[kind].evaluation(place, options);
}

/** Finds the images of an evaluation that the training part beside them holds too: what is judged
 * there was learned by heart. Reads the training part's headers.
 *
 * @param path what the evaluation was opened from, with its options.
 * @returns none where there is no training part, or none that can be read. */
export async function sharedWithTraining(path: string, { images }: Pick<EvaluationDataset, 'images'>, options: EvaluationOptions = {}): Promise<SharedImage[]> {
  knownOptions('sharedWithTraining', options, 'evaluation');
  const opened = await openEvaluation(path, { ...options, part: 'train', skipBroken: true }).catch((cause: unknown) => {
    if (cause instanceof DatasetError) return null;
    throw cause;
  });
  if (opened === null) return [];
  const trained = new Set(Array.from(opened.images.labels, (_, index) => opened.images.nameOf(index)));
  return (await sharedImages(opened.images, images, { signal: options.signal })).filter(({ name }) => !trained.has(name));
}

/** What a dataset is kept in. */
export type DatasetKind = 'folder' | 'table' | 'shards' | 'parquet' | 'cifar' | 'idx';

interface Opener {
  readonly dataset: (path: string, options: ImageFolderOptions & LoaderOptions) => Promise<ImageDataset>;
  readonly evaluation: (path: string, options: EvaluationOptions & LoaderOptions) => Promise<EvaluationDataset>;
}

const openers: Readonly<Record<DatasetKind, Opener>> = {
  folder: { dataset: imageFolder, evaluation: imageFolderEvaluation },
  table: { dataset: imageTable, evaluation: imageTableEvaluation },
  shards: { dataset: webDataset, evaluation: webDatasetEvaluation },
  parquet: { dataset: parquetImages, evaluation: parquetEvaluation },
  cifar: { dataset: cifar10, evaluation: cifar10Evaluation },
  idx: { dataset: idxFolder, evaluation: idxEvaluation },
};

/** What is opened, and where it lies: of a folder of images with several labels or
 * numbers, the table in it.
 *
 * @throws {DatasetError} when the data cannot say so much of an image. */
async function labelledPlace(path: string, options: LabelOptions): Promise<{ readonly kind: DatasetKind; readonly place: string }> {
  const kind = await kindOf(path);
  const { task } = checkLabels(options);
  if (task === 'single-label' || kind === 'table') return { kind, place: path };
  const tables = kind === 'folder' ? (await readFolder(diskTree, path)).files.filter(isTable) : [];
  const table = mainTable(tables);
  if (table !== undefined) return { kind: 'table', place: join(path, table) };
  const wayOut =
    tables.length > 1 ? `Give one of its tables: ${tables.join(', ')}.` : 'Give a table (CSV) that lists its images, or put it into the folder as labels.csv.';
  const message = `${path} has no table that says which labels or numbers each image has. ${wayOut}`;
  throw new DatasetError({ path, faults: [{ kind: 'missing', path, message }] });
}

/** Tells by the name of a file, or by the files in a folder, what lies at `path`. A folder is one
 * of images unless its files say otherwise. */
export async function kindOf(path: string): Promise<DatasetKind> {
  const found = await lookAt(path);
  if (found?.isDirectory() === true) return kindOfFolder(path, await readFolder(diskTree, path));
  const special = found && specialKind(found);
  if (special !== null)
    throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message: `${path} is ${special}, and no dataset: give a folder or a file.` }] });
  if (isTable(path)) return 'table';
  if (isShard(path)) return 'shards';
  if (isParquet(path)) return 'parquet';
  return path.toLowerCase().endsWith('.bin') || isZippedArchive(path) ? 'cifar' : 'folder';
}

async function kindOfFolder(path: string, entries: FolderEntries): Promise<DatasetKind> {
  if (isCifarFolder(entries.files)) return 'cifar';
  if (isIdxFolder(entries.files)) return 'idx';
  return (await kindOfSamples(path, entries)) ?? 'folder';
}

/** What a folder, or the folders in it, or those in the only one of these, hold files of. */
async function kindOfSamples(path: string, { files, folders, links }: FolderEntries): Promise<'shards' | 'parquet' | null> {
  for (const [kind, isSampleFile] of [
    ['shards', isShard],
    ['parquet', isParquet],
  ] as const) {
    if (folders.length === 0 ? files.some(isSampleFile) : await eachHolds(path, folders, isSampleFile)) return kind;
  }
  const [only, ...others] = folders;
  if (only === undefined || others.length > 0 || links.has(only)) return null;
  const inside = join(path, only);
  return kindOfSamples(inside, await readFolder(diskTree, inside));
}

/** Whether each folder holds such files: stops at the first that does not, so that
 * class folders are not all read. */
async function eachHolds(path: string, folders: readonly string[], isSampleFile: (name: string) => boolean): Promise<boolean> {
  for (const folder of folders) if (!(await readFolder(diskTree, join(path, folder))).files.some(isSampleFile)) return false;
  return true;
}
