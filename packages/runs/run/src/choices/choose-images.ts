import { type Preprocessing, preprocessingFor } from '@attune/data';
import { type Architecture, architectures } from '@attune/zoo';

import type { WeightsIdentity } from './identify-weights.ts';

/** What a person may say of images. */
export interface ImageChoices {
  /** Side of the square that the network sees, in pixels. */
  readonly imageSize?: number | undefined;
}

/** How images are shown to a network, and who says so. */
export interface ChosenImages {
  readonly preprocessing: Preprocessing;
  readonly size: 'choice' | 'card' | 'default';
  /** Of the mean, the deviation, the interpolation and the margin that is cut off. */
  readonly rest: 'card' | 'publisher' | 'default';
}

export interface ImageSubject {
  readonly architecture: Architecture;
  /** Null without weights. */
  readonly identity: WeightsIdentity | null;
  /** What data of one size come in. Default: what the architecture was made for. */
  readonly usualSize?: number | undefined;
}

/** How images are shown to a network: as the person says, else as its weights' card or their
 * publisher, else as is usual. At another size than the weights' own the same share of an image is
 * cut off. */
export function chooseImages({ imageSize }: ImageChoices, { architecture, identity, usualSize }: ImageSubject): ChosenImages {
  const known = identity?.images ?? null;
  const ofCard = known?.from === 'card' ? known.preprocessing.imageSize : undefined;
  const size = imageSize ?? ofCard ?? usualSize ?? architectures[architecture].imageSize;
  return {
    preprocessing: preprocessingFor(known === null ? { imageSize: size } : atSize(known.preprocessing, size)),
    size: imageSize !== undefined ? 'choice' : ofCard === undefined ? 'default' : 'card',
    rest: known?.from ?? 'default',
  };
}

/** The same for a square of another size. */
export function atSize(known: Preprocessing, imageSize: number): Preprocessing {
  return { ...known, imageSize, resizeSize: Math.round((known.resizeSize * imageSize) / known.imageSize) };
}
