import {
  type Augmentation,
  type AugmentationName,
  type Fold,
  type ImageDataset,
  type KeepSide,
  type LabelKind,
  type Preprocessing,
  type SplitBy,
  augmentationNamed,
  openDataset,
} from '@attune/data';
import type { RunConfig } from '@attune/run';
import { emojiSample } from '@attune/sample';

import { userPath } from '../../paths.ts';
import { UsageError } from '../../usage-error.ts';
import { correctData } from './correct-data.ts';

export const sampleName = 'sample:emoji';

/** Side of the sample's images, in pixels, unless another is asked for. */
export const sampleSize = 32;

export interface DataOptions {
  readonly preprocessing: Preprocessing;
  readonly seed: number;
  readonly skipBroken: boolean;
  readonly gif?: boolean | undefined;
  readonly dropDuplicates?: boolean | undefined;
  /** What decides which images are held back. A run of before that does not say was divided by
   * position. */
  readonly splitBy: SplitBy;
  /** The side of an image that had one before. */
  readonly keep?: KeepSide | undefined;
  /** The fold of k that is held back, of data without a validation part. */
  readonly fold?: Fold | undefined;
  readonly augment?: AugmentationName | undefined;
  readonly mixup?: number | undefined;
  readonly cutmix?: number | undefined;
  /** What the labels say, and the columns of a table that they stand in. */
  readonly task?: LabelKind | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly loaderThreads?: number | undefined;
  /** How an epoch goes through the images. */
  readonly sampling?: Sampling | undefined;
  /** A CSV of images that are in the wrong class or to be left out. */
  readonly corrections?: string | undefined;
}

/** Opens what DATA names. */
export async function openData(data: string, options: DataOptions): Promise<ImageDataset> {
  const { preprocessing, seed, skipBroken, gif = false, dropDuplicates, splitBy, keep, fold, loaderThreads, corrections, task, targets, sampling } = options;
  const chosen = chosenAugmentation(options);
  if (data === sampleName && fold !== undefined)
    throw new UsageError(`${sampleName} has validation images of its own: folds divide data without them, such as a folder CLASS/….`);
  const labels = { ...(task !== undefined && { task }), ...(targets !== undefined && { targets }) };
  const dataset =
    data === sampleName
      ? await emojiSample({ size: preprocessing.imageSize, preprocessing, ...chosen })
      : await openDataset(dataPath(data), {
          ...preprocessing,
          splitSeed: seed,
          splitBy,
          keep,
          fold,
          skipBroken,
          gif,
          dropDuplicates,
          loaderThreads,
          ...labels,
          ...chosen,
        });
  const corrected = corrections === undefined ? dataset : await correctData(dataset, { data: dataPath(data), corrections });
  return sampling === 'balanced' ? { ...corrected, train: corrected.train.balanced() } : corrected;
}

/** Each image once an epoch, or each class equally often. */
export type Sampling = 'uniform' | 'balanced';

/** Which images a run reads and which it holds back, as its `run.json` says. */
export function dataRules({
  skipBroken,
  gif,
  dropDuplicates,
  splitBy = 'position',
  targets,
}: RunConfig['training']): Pick<DataOptions, 'skipBroken' | 'gif' | 'dropDuplicates' | 'splitBy' | 'targets'> {
  return { skipBroken, gif, dropDuplicates, splitBy, targets };
}

function chosenAugmentation({ preprocessing, augment, mixup, cutmix }: DataOptions): { readonly augmentation?: Augmentation } {
  const mixes = mixup !== undefined || cutmix !== undefined;
  if (augment === undefined && !mixes) return {};
  const augmentation = augmentationNamed(augment ?? 'standard', preprocessing);
  if (!mixes || augmentation.kind === 'none') return { augmentation };
  return { augmentation: { ...augmentation, mix: { mixup, cutmix } } };
}

/** DATA, whatever folder it is read from. */
export function dataPath(data: string): string {
  return data === sampleName ? data : userPath(data);
}
