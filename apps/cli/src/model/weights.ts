import { type OurCheckpoint, type Rename, type WeightsChoice, inOurNames, readCheckpoint, renameTensors, withChannelsReversed } from '@attune/checkpoint';
import { isWeightsReference } from '@attune/pretrained';
import { type PublishedImages, withPublishedImages } from '@attune/run';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';
import { UsageError } from '../usage-error.ts';
import { type FetchedWeights, fetchedWeights } from './fetched-weights.ts';

/** Opens what `--weights` names: a file, `sample`, published weights such as `torchvision:resnet18`
 * or an address, `keras:` and the path or address of a `model.json` of Keras' published weights, or
 * nothing for `none`. Whoever wrote the file, its tensors have our names.
 *
 * @throws {UsageError} when what `keras:` names has not Keras' names, {RenameError} when
 * `--rename` names nothing or gives one name twice. */
export async function openWeights(weights: string, { choice = 'raw', rename = [] }: OpenWeightsOptions = {}): Promise<OurCheckpoint | null> {
  if (weights === 'none') return rename.length === 0 ? null : failOnNothingToRename();
  if (weights.startsWith(kerasPrefix)) return openKeras(weights.slice(kerasPrefix.length), rename);
  const { path, preprocessing, notes } = await onDisk(weights);
  const checkpoint = await readCheckpoint(weights === 'sample' ? sampleWeights() : path, { weights: choice });
  const named = inOurNames(renameTensors(checkpoint, renamesOf(rename)));
  return withPublishedImages({ ...named, notes: [...named.notes, ...notes] }, preprocessing);
}

export interface OpenWeightsOptions {
  /** Of a file that has both: its weights, or averages of them. Default: `raw`. */
  readonly choice?: WeightsChoice | undefined;
  /** What `--rename` says: `FROM=TO`, before anything is guessed from the names. */
  readonly rename?: readonly string[] | undefined;
}

/** What `FROM=TO` means, to be done in this order. */
export function renamesOf(texts: readonly string[] = []): Rename[] {
  return texts.map((text) => ({ from: text.slice(0, text.indexOf('=')), to: text.slice(text.indexOf('=') + 1) }));
}

function failOnNothingToRename(): never {
  throw new UsageError('Without weights there are no tensors to rename; --rename is for those of --weights FILE.');
}

/** A user's file, or one that is fetched first. */
async function onDisk(weights: string): Promise<FetchedWeights> {
  return isWeightsReference(weights) ? fetchedWeights(weights) : { path: userPath(weights), preprocessing: null, notes: [] };
}

const kerasPrefix = 'keras:';

/** What `preprocess_input` of `keras.applications`' VGGs and ResNets does in its mode `caffe`:
 * pixels of 0 to 255 less these means, blue first. Attune has red first and values of 0 to 1. */
const kerasImages: PublishedImages = {
  resizeSize: 256,
  interpolation: 'bilinear',
  mean: [123.68 / 255, 116.779 / 255, 103.939 / 255],
  std: [1 / 255, 1 / 255, 1 / 255],
};

async function openKeras(file: string, rename: readonly string[]): Promise<OurCheckpoint> {
  const { path } = await onDisk(file);
  const checkpoint = inOurNames(renameTensors(await readCheckpoint(path), renamesOf(rename)));
  if (checkpoint.flavour === 'keras') return withPublishedImages(withChannelsReversed(checkpoint), kerasImages);
  throw new UsageError(`${file}: its names are ${checkpoint.flavour}'s, not Keras'. Leave "${kerasPrefix}" out.`);
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
