import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { knownOptions } from '../known-options.ts';
import type { ScanOptions } from '../tree/class-folders.ts';
import { type EvaluationOptions, type ImageFolderOptions, openTree, openTreeEvaluation } from '../tree/image-tree.ts';
import { type FolderScan, scanTree } from '../tree/scan-tree.ts';
import { diskTree, threadedDisk } from './disk-tree.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';

/** Opens a folder of images for training, after reading every image's header.
 *
 * Layouts: `train/CLASS/…` and `val/CLASS/…` (or `valid`, `validation`, `test`), or `CLASS/…`, of
 *          which a stratified share is held back. A `test` beside another is counted, and neither
 *          trained on nor validated with.
 *
 * @throws {DatasetError} with every fault: a missing folder, one class, an empty class, a class
 * unknown to `train`, every broken image unless `skipBroken`.
 * @throws {DataOptionError} when an option makes no sense; {UnknownOptionError} when it
 * does not exist. */
export async function imageFolder(root: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  return openTree(threadedDisk(options), root, knownOptions('imageFolder', options, 'training'));
}

/** Opens a folder for evaluation: the part that is asked for; else its validation part if it has
 * one, else all of it. Images are in file order: class by class, then by path, by code points.
 *
 * @throws {DatasetError} as `imageFolder`, and where the part is not there; an empty class keeps
 * its place in the list instead. */
export async function imageFolderEvaluation(root: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  return openTreeEvaluation(threadedDisk(options), root, knownOptions('imageFolderEvaluation', options, 'evaluation'));
}

/** Reads a folder of images, and every image's header, in parallel, and reports. Throws
 * only when stopped.
 *
 * A root with `train` is a divided set; its validation part is `val`, `valid`,
 * `validation` or `test`, the first that is there; `test` beside another is its test
 * part. Any other root is one folder of classes. */
export async function scanFolder(root: string, options: ScanOptions = {}): Promise<FolderScan> {
  return scanTree(diskTree, root, knownOptions('scanFolder', options, 'scan'));
}
