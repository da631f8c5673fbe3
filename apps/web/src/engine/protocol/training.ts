import type { FineTuneEvent } from '@attune/staged-finetune';

import type { CarriedError } from '../errors/engine-error.ts';
import type { ModelChoice, RecipeChoice } from './choices.ts';
import type { ImageExplanation } from './insight.ts';

/** The training that goes on; there is one at a time. */
export interface TrainingRequests {
  /** About how long such a training takes here with the present photos, in seconds, by one timed
   * pass of such a network.
   *
   * @throws while something trains. */
  estimate(choice: Pick<TrainingJob, 'model' | 'recipe'>): Promise<number>;
  /** Resolves when the run has ended, or was paused or stopped. */
  start(job: TrainingJob, onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome>;
  /** Writes a checkpoint and ends `train` with `{ state: 'paused' }`; `resume` goes on,
   * also after a reload. */
  pause(): Promise<void>;
  /** Ends it for good, with what it has learned. */
  stop(): Promise<void>;
  /** `rewinds`: when a loss is not finite, training resumes from the newest checkpoint at half the
   * learning rates. */
  resume(runId: string, onEvent: (event: TrainingEvent) => void, options?: { readonly rewinds?: boolean }): Promise<TrainingOutcome>;
}

export interface TrainingJob {
  readonly model: ModelChoice;
  readonly recipe: RecipeChoice;
  readonly batchSize: number;
  readonly seed: number;
}

/** A photo of each class, as the network sees it during its training. */
export interface WatchedPhoto {
  readonly imageId: string;
  /** Its class, its labels or its numbers. */
  readonly className: string;
  readonly said: string;
  /** Null of several labels or numbers. */
  readonly probability: number | null;
  /** Whether what is said is so; null of numbers. */
  readonly isRight: boolean | null;
  readonly explanation: ImageExplanation;
}

/** What the trainer says, what it makes of a photo of each class, and how fast it goes. */
export type TrainingEvent =
  | FineTuneEvent
  /** Photos that were looked at to measure how fast the network's body may learn. */
  | { readonly kind: 'measuring'; readonly done: number; readonly images: number }
  /** By what the rates of the body are multiplied, where that was measured. */
  | { readonly kind: 'measured'; readonly bodyRateScale: number }
  | { readonly kind: 'watched'; readonly photos: readonly WatchedPhoto[] }
  | {
      readonly kind: 'pace';
      /** Null where a stage trains on features that are kept: it reads no images. */
      readonly imagesPerSecond: number | null;
      readonly secondsLeft: number;
      /** Share of the whole training's work that is done. */
      readonly overall: number;
    };

export type TrainingOutcome =
  | { readonly state: 'finished' | 'paused' | 'stopped'; readonly runId: string }
  | ({
      readonly state: 'failed';
      /** null when it failed before anything was kept. */
      readonly runId: string | null;
    } & CarriedError);
