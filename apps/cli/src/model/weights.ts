import { type LoadReport, type OurCheckpoint, type WeightsChoice, inOurNames, loadPretrained, readCheckpoint } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data';
import type { Network } from '@attune/nn';
import { isWeightsReference } from '@attune/pretrained';
import { sampleWeights } from '@attune/sample';

import { userPath } from '../paths.ts';
import { fetchedWeights } from './fetched-weights.ts';

/** Weights with what their publisher says of images. */
export interface OpenedWeights extends OurCheckpoint {
  /** Of a crop of 224 pixels; null when nothing is said. */
  readonly preprocessing: Pick<Preprocessing, 'resizeSize' | 'interpolation' | 'mean' | 'std'> | null;
}

/** Opens what `--weights` names: a file, `sample`, published weights such as `torchvision:resnet18` or an address, or nothing for `none`. Whoever wrote the file, its tensors have our names. */
export async function openWeights(weights: string, choice: WeightsChoice = 'raw'): Promise<OpenedWeights | null> {
  if (weights === 'none') return null;
  const { path, preprocessing } = isWeightsReference(weights) ? await fetchedWeights(weights) : { path: userPath(weights), preprocessing: null };
  return { ...inOurNames(await readCheckpoint(weights === 'sample' ? sampleWeights() : path, { weights: choice })), preprocessing };
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
