import { type Checkpoint, traitsOf } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data';
import { type Architecture, type ArchitectureGuess, type GuessedAttention, guessArchitecture } from '@attune/zoo';

import { type ModelCard, readModelCard } from '../model-card.ts';
import { exportedClasses, exportedImages } from '../exported-input.ts';
import { readPublishedImages } from '../published-images.ts';

/** How images were shown to the network of a file. */
export interface KnownImages {
  /** A publisher speaks of a crop of 224 pixels. */
  readonly preprocessing: Preprocessing;
  /** A card decides the size of images too, a publisher all but the size. */
  readonly from: 'card' | 'publisher';
}

/** What a file of weights says of itself; null is what it does not say. */
export interface WeightsIdentity {
  /** What messages call it. */
  readonly file: string;
  readonly architecture: Architecture | null;
  /** Rows of its last layer. */
  readonly classes: number | null;
  /** Of its images. */
  readonly channels: number | null;
  readonly attention: GuessedAttention | null;
  /** What names and shapes do not show: `strideIn`. */
  readonly traits: ReadonlyMap<string, string>;
  readonly images: KnownImages | null;
  /** In the order of its outputs. */
  readonly classNames: readonly string[] | null;
  /** Of a file that a run wrote. */
  readonly card: ModelCard | null;
}

/** Asks a checkpoint under our names what it is: by its card where it has one, else by
 * its names, its
 * shapes and its metadata. */
export function identifyWeights({ file, tensors, metadata }: Pick<Checkpoint, 'file' | 'tensors' | 'metadata'>): WeightsIdentity {
  const [card, guess] = [readModelCard(metadata), guessArchitecture(tensors)];
  return {
    file,
    architecture: guess?.architecture ?? card?.model.architecture ?? null,
    classes: guess?.classes ?? card?.model.classes ?? null,
    channels: guess?.channels ?? card?.model.channels ?? null,
    attention: attentionOf(card, guess),
    traits: traitsOf({ metadata }),
    images: imagesOf(card, metadata),
    classNames: card?.classes ?? exportedClasses(metadata),
    card,
  };
}

/** Names do not tell where in a block attention acts, nor its exact reduction: a card does. */
function attentionOf(card: ModelCard | null, guess: ArchitectureGuess | null): GuessedAttention | null {
  const found = guess?.attention ?? null;
  if (card === null || card.model.attention === 'none' || found === null) return found;
  const { attention: variant, placement, reduction, attentionStages: stages = found.stages, attentionBlocks: blocks = found.blocks } = card.model;
  const { kernelSize, gates } = found;
  return { variant, placement, reduction, stages, ...(kernelSize && { kernelSize }), ...(gates && { gates }), ...(blocks === undefined ? {} : { blocks }) };
}

const publishersCrop = 224;

function imagesOf(card: ModelCard | null, metadata: Checkpoint['metadata']): KnownImages | null {
  if (card !== null) return { preprocessing: card.preprocessing, from: 'card' };
  const exported = exportedImages(metadata);
  if (exported !== null) return { preprocessing: exported, from: 'card' };
  const published = readPublishedImages(metadata);
  return published === null ? null : { preprocessing: { ...published, imageSize: publishersCrop }, from: 'publisher' };
}
