import { type CheckpointSource, inOurNames, readCheckpoint } from '@attune/checkpoint';
import { refuseUnknownOptions } from '@attune/errors';
import { type ReadableFiles, withPublishedImages } from '@attune/run';

import { Classifier, type ClassifierOptions } from './classifier.ts';
import { placeOf, publishedImages } from '#place-of';
import { type LoadModelOptions, type LoadedModel, loadRun, loadWeights } from './load-model.ts';

/** A run's folder, a file of weights or an exported model: its path (Node) or address, its bytes, a
 * File or several, the files of a run wherever they lie, or a repository of the Hugging Face Hub:
 * `hub:OWNER/NAME`, `hub:OWNER/NAME@REVISION/FILE`. */
export type ClassifierSource = CheckpointSource | ReadableFiles;

export interface OpenOptions extends Omit<LoadModelOptions, 'spell' | 'seed'>, ClassifierOptions {}

/** Opens what Attune wrote, or any checkpoint that tells its architecture, and makes it ready to
 * classify images: how images are shown to it, what its classes are called and how sure it may be
 * stand in the file. A backend must have started.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {RunFileError} when a folder is no run.
 * @throws {CheckpointError} when a file is not weights, or damaged.
 * @throws {DownloadError} when a repository cannot be fetched.
 * @throws {UntoldArchitectureError} when nothing tells the architecture. */
export async function open(source: ClassifierSource, options: OpenOptions = {}): Promise<Classifier> {
  refuseUnknownOptions('open', options, known);
  return new Classifier(await loadModel(source, options), options);
}

const known = {
  architecture: true,
  imageSize: true,
  weights: true,
  calibrated: true,
  views: true,
  batchSize: true,
  loaderThreads: true,
  maxPixels: true,
} satisfies Record<keyof OpenOptions, true>;

async function loadModel(source: ClassifierSource, options: OpenOptions): Promise<LoadedModel> {
  const place = typeof source === 'string' ? await placeOf(source) : source;
  if (isFiles(place)) return loadRun(place, typeof source === 'string' ? source : 'The run', options);
  const { weights } = options;
  const checkpoint = inOurNames(await readCheckpoint(place, weights === undefined ? {} : { weights }));
  const published = typeof source === 'string' ? await publishedImages(source) : null;
  return loadWeights(withPublishedImages(checkpoint, published), options);
}

function isFiles(source: ClassifierSource): source is ReadableFiles {
  return typeof source === 'object' && 'list' in source;
}
