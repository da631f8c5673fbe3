import { refuseUnknownOptions } from '@attune/errors';

import { type Augmentation, checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countClasses } from './class-counts.ts';
import type { EvaluationDataset, ImageDataset } from './dataset.ts';
import { requireOptions } from '../errors.ts';
import { type ImageSource, ImageSplit } from './image-split.ts';
import { canHave, withChannels } from '../pixels/channels.ts';
import { preprocessingIn } from '../pixels/preprocessing-in.ts';
import { type Preprocessing, preprocessingFor } from '../pixels/preprocessing.ts';
import { bytesDigest, bytesMark } from './bytes-mark.ts';

/** Images of one size, decoded and held in memory. */
export interface PixelImages {
  /** [N, height, width, channels], each value 0 … 255. */
  readonly pixels: Uint8Array;
  /** 1 is gray. Default: 3. */
  readonly channels?: number | undefined;
  /** [N]. */
  readonly labels: Int32Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What to call the image at a position. Default: its number. */
  readonly nameOf?: (index: number) => string;
}

export interface PixelDatasetConfig {
  readonly classes: readonly string[];
  readonly train: PixelImages;
  readonly validation: PixelImages;
  /** `imageSize` defaults to the width of the images. */
  readonly preprocessing?: Partial<Preprocessing>;
  /** Default: the standard one for the size. */
  readonly augmentation?: Augmentation;
}

const pixelOptions = { classes: true, train: true, validation: true, preprocessing: true, augmentation: true } satisfies Record<keyof PixelDatasetConfig, true>;

/** A dataset of images that are in memory already.
 *
 * @throws {DataOptionError} when pixels, labels and sizes do not fit each other.
 * @throws {UnknownOptionError} when an option does not exist. */
export function pixelDataset(config: PixelDatasetConfig): ImageDataset {
  refuseUnknownOptions('pixelDataset', config, pixelOptions);
  const { classes, train, validation, preprocessing: given, augmentation: chosen } = config;
  const preprocessing = preprocessingOfPixels(train, given);
  const augmentation = checkAugmentation(chosen ?? standardAugmentation(preprocessing));
  const open = (images: PixelImages) =>
    new ImageSplit({ source: pixelSource(images, { classCount: classes.length, wanted: preprocessing.mean.length }), preprocessing, augmentation });
  const splits = { train: open(train), validation: open(validation) };
  return {
    classes,
    ...splits,
    preprocessing,
    augmentation,
    counts: countClasses(classes, { train: train.labels, validation: validation.labels }),
    skipped: [],
  };
}

type PixelEvaluationConfig = Pick<PixelDatasetConfig, 'classes' | 'preprocessing'>;

/** One list of images that are in memory already, to evaluate on.
 *
 * @throws {DataOptionError} when pixels, labels and sizes do not fit each other.
 * @throws {UnknownOptionError} when an option does not exist. */
export function pixelEvaluation(images: PixelImages, config: PixelEvaluationConfig): EvaluationDataset {
  refuseUnknownOptions('pixelEvaluation', config, { classes: true, preprocessing: true } satisfies Record<keyof PixelEvaluationConfig, true>);
  const { classes, preprocessing: given } = config;
  const preprocessing = preprocessingOfPixels(images, given);
  const split = new ImageSplit({
    source: pixelSource(images, { classCount: classes.length, wanted: preprocessing.mean.length }),
    preprocessing,
    augmentation: { kind: 'none' },
  });
  return { classes, images: split, preprocessing, skipped: [] };
}

/** Gray is shown in three channels, as networks of photos want it, unless a mean for one says
 * otherwise. */
function preprocessingOfPixels({ width, channels = 3 }: PixelImages, given: Partial<Preprocessing> = {}): Preprocessing {
  const preprocessing = preprocessingFor({ imageSize: width, ...given });
  return channels <= 3 || given.mean !== undefined ? preprocessing : preprocessingIn(preprocessing, channels);
}

/** Some of the images, in the order of `positions`. */
export function selectPixels({ pixels, channels = 3, labels, width, height, nameOf = String }: PixelImages, positions: Int32Array): PixelImages {
  const length = width * height * channels;
  const chosen = new Uint8Array(positions.length * length);
  positions.forEach((position, place) => chosen.set(pixels.subarray(position * length, (position + 1) * length), place * length));
  return { pixels: chosen, channels, labels: positions.map((position) => labels[position]!), width, height, nameOf: (index) => nameOf(positions[index]!) };
}

interface PixelSourceConfig {
  readonly classCount: number;
  /** Channels that the network takes. */
  readonly wanted: number;
}

function pixelSource({ pixels, channels = 3, labels, width, height, nameOf = String }: PixelImages, { classCount, wanted }: PixelSourceConfig): ImageSource {
  const length = width * height * channels;
  const fits = (label: number) => label >= 0 && label < classCount;
  requireOptions([
    {
      option: 'pixels.length',
      value: pixels.length,
      rule: `${labels.length} × ${height} × ${width} × ${channels} = ${labels.length * length}`,
      holds: pixels.length === labels.length * length,
    },
    {
      option: 'channels',
      value: channels,
      rule: `such that the ${wanted} of the mean can be made of them: as many, or 1, 3 or 4 of both`,
      holds: canHave(channels, wanted),
    },
    {
      option: 'labels',
      value: labels.find((label) => !fits(label)),
      rule: `from 0 to ${classCount - 1}, for ${classCount} classes`,
      holds: labels.every(fits),
    },
  ]);
  const at = (index: number) => pixels.subarray(index * length, (index + 1) * length);
  return {
    labels,
    nameOf,
    read: (index) => withChannels({ width, height, data: at(index) }, wanted),
    contentOf: (index) => ({ key: nameOf(index), mark: bytesMark(at(index)), digest: () => bytesDigest(at(index)) }),
  };
}
