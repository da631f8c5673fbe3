import type { FineTuneEvent } from '@attune/staged-finetune';

import type { CarriedError } from '../errors/engine-error.ts';
import type { ModelChoice, RecipeChoice } from './choices.ts';
import type { ImageExplanation } from './understand.ts';

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
