import { stat } from 'node:fs/promises';

import type { EvaluationDataset, ImageDataset } from '../dataset.ts';
import { cifar10, cifar10Evaluation, isCifar10Folder } from './cifar10.ts';
import { type EvaluationOptions, type ImageFolderOptions, imageFolder, imageFolderEvaluation } from './image-folder.ts';
import { readFolder } from './list-files.ts';

/** Opens whatever lies at `path` for training: a folder of images, a folder of CIFAR-10 binaries, or one `.bin`.
 *
 * @throws {DatasetError} with every fault. */
export async function openDataset(path: string, options: ImageFolderOptions = {}): Promise<ImageDataset> {
  return (await holdsBinaries(path)) ? cifar10(path, options) : imageFolder(path, options);
}

/** Opens whatever lies at `path` for evaluation, as one list in file order.
 *
 * @throws {DatasetError} with every fault. */
export async function openEvaluation(path: string, options: EvaluationOptions = {}): Promise<EvaluationDataset> {
  return (await holdsBinaries(path)) ? cifar10Evaluation(path, options) : imageFolderEvaluation(path, options);
}

async function holdsBinaries(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return path.toLowerCase().endsWith('.bin');
  return isCifar10Folder((await readFolder(path)).files);
}
