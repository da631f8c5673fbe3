import type { AugmentationName, Fold, LabelKind, SplitBy } from '@attune/data';
import type { ImageChoices, NetworkChoices } from '@attune/run';
import type { Architecture } from '@attune/zoo';

import type { Interval } from '../../parse-option.ts';
import type { RecipeOptions } from '../../recipe-source.ts';

/** What the command line says of where a run begins. */
export interface StartOptions extends Omit<NetworkChoices, 'architecture'>, ImageChoices, RecipeOptions {
  readonly arch?: Architecture | undefined;
  readonly weights: string;
  /** Other names for its tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly batchSize?: number | undefined;
  readonly seed: number;
  readonly backend: string;
  readonly threads?: number | undefined;
  /** Threads that load images. Default: by the number of cores. */
  readonly loaderThreads?: number | undefined;
  readonly skipBroken: boolean;
  /** Reads GIFs too, their first frame. */
  readonly gif?: boolean | undefined;
  /** The fold of k that is held back. */
  readonly fold?: Fold | undefined;
  /** What decides which images are held back, where the data have no part for it.
   * Default: their names. */
  readonly splitBy?: SplitBy | undefined;
  /** A CSV of images that are in the wrong class or to be left out. */
  readonly corrections?: string | undefined;
  /** Leaves copies of images out of training. */
  readonly dropDuplicates?: boolean | undefined;
  /** What is to be told of an image, and the columns of a table that say it. Default: its class. */
  readonly task?: LabelKind | undefined;
  readonly targets?: readonly string[] | undefined;
  /** Whether an epoch shows each image once, or each class equally often. Default: `uniform`. */
  readonly sampling?: 'uniform' | 'balanced' | undefined;
  /** How strongly training images are varied, in the stages that vary them. Default: as
   * the data's kind is usually. */
  readonly augment?: AugmentationName | undefined;
  /** α of mixup and of CutMix. */
  readonly mixup?: number | undefined;
  readonly cutmix?: number | undefined;
}

/** What the command line says of a run. */
export interface FinetuneOptions extends StartOptions {
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  /** Megabytes for features that are computed once: in memory for each split, and on
   * the disk in all. */
  readonly cache?: number | undefined;
  readonly diskCache?: number | undefined;
  readonly checkpointEvery?: Interval | undefined;
  /** Stops, resumable, after so many epochs of the whole recipe. */
  readonly untilEpoch?: number | undefined;
  /** What follows a loss that is not finite. Default: stop. */
  readonly onNan?: 'stop' | 'rewind' | undefined;
  /** Also writes events for TensorBoard. */
  readonly tensorboard?: boolean | undefined;
  /** Trains the same without attention too, and compares. */
  readonly control?: boolean | undefined;
  /** Also writes the epochs as a table. */
  readonly csv?: boolean | undefined;
  /** Goes on with data that are no longer what the run was started with. */
  readonly acceptChangedData?: boolean | undefined;
  /** Goes on without best weights that are lost. */
  readonly forgetBest?: boolean | undefined;
  /** Names of the options that were given and are not defaults. */
  readonly given?: readonly string[] | undefined;
  /** Default: true. */
  readonly report?: boolean | undefined;
}
