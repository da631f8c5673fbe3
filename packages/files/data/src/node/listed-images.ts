import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { type ImageList, type OpenImages, listDataset, listEvaluation } from '../list/image-list.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { imageSource } from './image-source.ts';
import { type LoaderOptions, loaderThreadsIn } from './loader/loader-threads.ts';

/** {@link listDataset} of images on this machine.
 *
 * @throws {DatasetError} with every fault. */
export async function openListed(list: ImageList, options: ImageFolderOptions & LoaderOptions): Promise<ImageDataset> {
  return listDataset(list, options, onThreads(options));
}

/** {@link listEvaluation} of images on this machine.
 *
 * @throws {DatasetError} with every fault. */
export async function openListedEvaluation(list: ImageList, options: EvaluationOptions & LoaderOptions): Promise<EvaluationDataset> {
  return listEvaluation(list, options, onThreads(options));
}

/** @throws {DataOptionError} when the number of threads makes no sense. */
function onThreads(options: LoaderOptions): OpenImages {
  const loaderThreads = loaderThreadsIn(options);
  return (images, how) => imageSource(images, { ...how, loaderThreads });
}
