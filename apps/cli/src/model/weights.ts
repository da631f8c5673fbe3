import { type LoadReport, type OurCheckpoint, type WeightsChoice, inOurNames, loadPretrained, readCheckpoint, withChannelsReversed } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data';
import type { Network } from '@attune/nn';
import { type WeightsPreprocessing, isWeightsReference } from '@attune/pretrained';
import { type PublishedImages, imagesEntry, readPublishedImages } from '@attune/run';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { type FetchedWeights, fetchedWeights } from './fetched-weights.ts';

/** Weights with what their publisher says of images. */
export interface OpenedWeights extends OurCheckpoint {
  /** Of a crop of 224 pixels; null when nothing is said. The metadata say it too, and go into files that are made of these weights. */
  readonly preprocessing: PublishedImages | null;
}

/** Opens what `--weights` names: a file, `sample`, published weights such as `torchvision:resnet18` or an address, `keras:` and the path or address of a `model.json` of Keras' published weights, or nothing for `none`. Whoever wrote the file, its tensors have our names.
 *
 * @throws {UsageError} when what `keras:` names has not Keras' names. */
export async function openWeights(weights: string, choice: WeightsChoice = 'raw'): Promise<OpenedWeights | null> {
  if (weights === 'none') return null;
  if (weights.startsWith(kerasPrefix)) return openKeras(weights.slice(kerasPrefix.length));
  const { path, preprocessing } = await onDisk(weights);
  return withImages(inOurNames(await readCheckpoint(weights === 'sample' ? sampleWeights() : path, { weights: choice })), preprocessing);
}

/** A user's file, or one that is fetched first. */
async function onDisk(weights: string): Promise<FetchedWeights> {
  return isWeightsReference(weights) ? fetchedWeights(weights) : { path: userPath(weights), preprocessing: null };
}

const kerasPrefix = 'keras:';

/** What `preprocess_input` of `keras.applications`' VGGs and ResNets does in its mode `caffe`: pixels of 0 to 255 less these means, blue first. Attune has red first and values of 0 to 1. */
const kerasImages: PublishedImages = {
  resizeSize: 256,
  interpolation: 'bilinear',
  mean: [123.68 / 255, 116.779 / 255, 103.939 / 255],
  std: [1 / 255, 1 / 255, 1 / 255],
};

async function openKeras(file: string): Promise<OpenedWeights> {
  const { path } = await onDisk(file);
  const checkpoint = inOurNames(await readCheckpoint(path));
  if (checkpoint.flavour === 'keras') return withImages(withChannelsReversed(checkpoint), kerasImages);
  throw new UsageError(`${file}: its names are ${checkpoint.flavour}'s, not Keras'. Leave "${kerasPrefix}" out.`);
}

/** What the publisher says of images, or else what the file kept of it when it was made. */
function withImages(checkpoint: OurCheckpoint, published: WeightsPreprocessing | null): OpenedWeights {
  const preprocessing = published === null ? readPublishedImages(checkpoint.metadata) : copied(published);
  if (preprocessing === null) return { ...checkpoint, preprocessing };
  return { ...checkpoint, preprocessing, metadata: new Map([...checkpoint.metadata, imagesEntry(preprocessing)]) };
}

function copied({ mean, std, ...rest }: WeightsPreprocessing): PublishedImages {
  return { ...rest, mean: [...mean], std: [...std] };
}

/** A name of weights that means the same from every folder. */
export function lastingName(weights: string): string {
  if (['none', 'sample'].includes(weights) || isWeightsReference(weights)) return weights;
  if (weights.startsWith(kerasPrefix)) return `${kerasPrefix}${lastingName(weights.slice(kerasPrefix.length))}`;
  return userPath(weights);
}

/** Which of a file's or a run's weights `--averaged` asks for. */
export function weightsChoice({ averaged = false }: { readonly averaged?: boolean | undefined }): WeightsChoice {
  return averaged ? 'averaged' : 'raw';
}

/** What published weights say of images, for a square of another size than theirs. */
export function preprocessingOf({ preprocessing }: Pick<OpenedWeights, 'preprocessing'>, imageSize: number): Partial<Preprocessing> {
  return preprocessing === null ? {} : { ...preprocessing, resizeSize: Math.round((preprocessing.resizeSize * imageSize) / 224) };
}

/** Loads a checkpoint into a network that may have another head and attention that the file lacks. */
export async function loadWeights(network: Network, checkpoint: OurCheckpoint | null): Promise<LoadReport | null> {
  return checkpoint === null ? null : loadPretrained(network, checkpoint);
}
