import { type Network, breathe } from '@attune/nn';

import type { FeatureSpill } from '../features/feature-rows.ts';
import type { KnownFeatures } from '../features/known-features.ts';
import type { Sources } from '../features/stage-sources.ts';
import type { BatchFit } from '../memory/fit-batches.ts';
import type { Recipe, Stage } from '../recipe/recipe.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import type { Objective } from '../task/objective.ts';
import type { TrainingData } from '../training-data.ts';
import type { CheckpointClock } from './checkpoint-clock.ts';
import type { FineTuneEvent } from './events.ts';
import type { RunState } from './run-state.ts';
import type { RunStore } from './run-store.ts';

/** One run of a recipe: what it was asked for, which never changes, and its state. */
export interface Run {
  readonly network: Network;
  readonly data: TrainingData;
  readonly recipe: Recipe;
  /** Of each stage of the recipe, in order. */
  readonly plan: readonly StagePlan[];
  readonly store: RunStore;
  readonly spill: FeatureSpill | null;
  /** Of training images, with the weights that the run began with. */
  readonly features: KnownFeatures | null;
  readonly settings: RunSettings;
  readonly signal: AbortSignal | undefined;
  readonly fit: BatchFit;
  readonly checkpointClock: CheckpointClock;
  readonly state: RunState;
}

export interface RunSettings {
  readonly batchSize: number;
  readonly seed: number;
  readonly cacheBytes: number;
  readonly keepsCheckpoints: boolean;
  /** Whether a loss that is not finite sends the run back. */
  readonly rewinds: boolean;
}

/** The stage that a run is in, ready to train. */
export interface OpenStage {
  readonly run: Run;
  readonly plan: StagePlan;
  /** The most images that are computed at once. */
  readonly partSize: number;
  readonly sources: Sources;
  readonly stepsPerEpoch: number;
  readonly objective: Objective;
}

export function stepsPerEpoch({ data, settings: { batchSize } }: Run, { accumulate }: Stage): number {
  return Math.ceil(data.train.batchIndices({ batchSize }).length / accumulate);
}

/** A part of a run that tells what it does, and ends with what the next part needs. */
export type Events<T = void> = AsyncGenerator<FineTuneEvent, T, void>;

/** Unwinds the loop when the run's signal is aborted, so that everything that is open
 * is closed first. */
export class StopRequest extends Error {}

/** Lets the process hear whether it is to stop.
 *
 * @throws {StopRequest} when the run's signal is aborted. */
export async function throwIfStopped({ signal }: Run): Promise<void> {
  await breathe();
  if (signal?.aborted === true) throw new StopRequest();
}

/** Passes work on as events, and ends with its result; between any two of them the run
 * can be stopped. */
export async function* told<T, R>(run: Run, work: AsyncGenerator<T, R, void>, eventOf: (progress: T) => FineTuneEvent): Events<R> {
  try {
    for (;;) {
      const { done, value } = await work.next();
      if (done === true) return value;
      yield eventOf(value);
      await throwIfStopped(run);
    }
  } finally {
    await work.return(undefined as never);
  }
}
