import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { unreadablePath } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import type { ImageList } from '../list/image-list.ts';
import { type TableNeeds, type TableOptions, readTable } from '../list/read-table.ts';
import type { TablePlace } from '../list/table-files.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { readFolder } from '../tree/read-folder.ts';
import { diskTree } from './disk-tree.ts';
import { imageInFile } from './encoded-image.ts';
import { openListed, openListedEvaluation } from './listed-images.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { readNamedFile } from './regular-file.ts';

/** Opens a table of images (CSV or TSV, in UTF-8 or UTF-16, between commas, semicolons, tabs or
 * bars) for training. The first line names the columns, in any case:
 *
 * - the file: `path`, `file`, `filename`, `file name`, `file_name`, `image`, `image_path` or their
 *   like, relative to the table, or to a folder beside it (`images/`, `img/`);
 *   with `/` or `\` between folders, and with or without its suffix;
 * - its class: `label`, `class`, `category`, `class_name` or `target`, always text, so
 *   that `00` stays `00`;
 * - if it is there, its part: `split`, `part`, `set`, `subset`, `partition`, `phase` or `usage`
 *   (`train`, and `val` or `test`), or `is_valid` or `is_test` (yes or no);
 * - if it is there, its group: `group`, `patient`, `subject` or `scene`. Images of one
 *   group are never divided.
 *
 * With `task: 'multi-label'` the column of the class is a list of classes, or `targets`
 * names a column for each class; with `task: 'regression'` `targets` names the columns
 * of the numbers.
 *
 * Without such a line, a table of two columns is read where one of them holds files.
 *
 * @throws {DatasetError} with every fault, among them a column that is missing and a
 * file that is not there. */
export async function imageTable(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  knownOptions('imageTable', options, 'training');
  return openListed(await tableOnDisk(path, options), options);
}

/** Opens a table of images for evaluation: the rows of its validation part, or all, in order.
 *
 * @throws {DatasetError} as `imageTable`. */
export async function imageTableEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  knownOptions('imageTableEvaluation', options, 'evaluation');
  return openListedEvaluation(await tableOnDisk(path, options), options);
}

/** Paths of the images that a table lists and that are there, each once, in its order; it need
 * not say what they are.
 *
 * @throws {DatasetError} as `imageTable`, for what is no table. */
export async function imageTableFiles(path: string): Promise<string[]> {
  const { images } = await tableOnDisk(path, {}, { labelled: false });
  return [...new Set(images.map((image) => image.path))];
}

async function tableOnDisk(path: string, options: TableOptions, needs?: TableNeeds): Promise<ImageList> {
  return readTable({ path, bytes: await readNamedFile(path), folder: dirname(resolve(path)), place: disk, readable: imageInFile }, options, needs);
}

const disk: TablePlace = {
  resolve,
  join,
  split: (path) => ({ folder: dirname(path), name: basename(path) }),
  folders: async (folder) => (await readFolder(diskTree, folder)).folders,
  names: namesIn,
  // Where upper and lower case are one, a listing does not tell.
  holdsFile: async (path) => (await stat(path).catch(() => null))?.isDirectory() === false,
};

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((cause as NodeJS.ErrnoException).code ?? '')) return new Set();
    throw unreadablePath(folder, cause);
  }
}
