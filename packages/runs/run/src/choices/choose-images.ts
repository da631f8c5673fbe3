import { type Preprocessing, preprocessingFor, preprocessingIn } from '@attune/data';
import { AttuneError } from '@attune/errors';
import { type Architecture, architectures } from '@attune/zoo';

import { chooseChannels } from './choose-network.ts';
import type { WeightsIdentity } from './identify-weights.ts';

/** What a person may say of images. */
export interface ImageChoices {
  /** Side of the square that the network sees, in pixels. */
  readonly imageSize?: number | undefined;
  /** Of an image: 1 is gray. */
  readonly channels?: number | undefined;
  /** Subtracted from, and divided into, each channel scaled to 0 … 1: a number for each, or one for
   * all. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
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
export function chooseImages(choices: ImageChoices, { architecture, identity, usualSize }: ImageSubject): ChosenImages {
  const { imageSize } = choices;
  const known = identity?.images ?? null;
  const ofCard = known?.from === 'card' ? known.preprocessing.imageSize : undefined;
  const size = imageSize ?? ofCard ?? usualSize ?? architectures[architecture].imageSize;
  return {
    preprocessing: inItsChannels(preprocessingFor(known === null ? { imageSize: size } : atSize(known.preprocessing, size)), choices, identity),
    size: imageSize !== undefined ? 'choice' : ofCard === undefined ? 'default' : 'card',
    rest: known?.from ?? 'default',
  };
}

function inItsChannels(known: Preprocessing, choices: ImageChoices, identity: WeightsIdentity | null): Preprocessing {
  const channels = chooseChannels(choices, identity);
  const { mean, std } = preprocessingIn(known, channels);
  const forAll = (values: readonly number[]) => (values.length === 1 ? Array.from({ length: channels }, () => values[0]!) : values);
  const chosen = { mean: forAll(choices.mean ?? mean), std: forAll(choices.std ?? std) };
  for (const [option, values] of Object.entries(chosen)) if (values.length !== channels) throw new ImageChannelsError(option, values, channels);
  return preprocessingFor({ ...known, ...chosen });
}

/** A mean or a deviation that is not one for each channel. */
export class ImageChannelsError extends AttuneError {
  static override readonly code = 'ATTUNE_IMAGE_CHANNELS';
  readonly option: string;
  readonly values: readonly number[];
  readonly channels: number;

  constructor(option: string, values: readonly number[], channels: number) {
    super(
      `${option} is ${values.join(', ')}: give ${channels === 1 ? '1 number, for the one channel' : `${channels} numbers, one for each channel, or one for all`}.`,
    );
    this.name = 'ImageChannelsError';
    this.option = option;
    this.values = values;
    this.channels = channels;
  }
}

/** The same for a square of another size. */
export function atSize(known: Preprocessing, imageSize: number): Preprocessing {
  return { ...known, imageSize, resizeSize: Math.round((known.resizeSize * imageSize) / known.imageSize) };
}
