import { refuseUnknownOptions } from '@attune/errors';
import { type Network, requireGradients, whenLoaded } from '@attune/nn';

import { ClassCountError } from '../errors.ts';
import type { FeatureSpill } from '../features/feature-rows.ts';
import type { KnownFeatures } from '../features/known-features.ts';
import { type BatchFit, fitBatches } from '../memory/fit-batches.ts';
import { requireMeasuredRates } from '../recipe/adjust-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { type StagePlan, planRecipe } from '../stage/plan-stage.ts';
import { requireObjectives } from '../task/objective.ts';
import { type TrainingData, trainingData } from '../training-data.ts';
import { CheckpointClock } from './checkpoint-clock.ts';
import type { FineTuneEvent } from './events.ts';
import { end, resume, rewind, saveCheckpoint, stop } from './interruptions.ts';
import { type Events, type Run, StopRequest } from './run.ts';
import { RunState } from './run-state.ts';
import { type RunStore, memoryStore } from './run-store.ts';
import { trainingLoop } from './training-loop.ts';

export interface FineTuneOptions {
  /** Of each stage of the recipe in this network, where it is known already:
   * `planRecipe` gives it. */
  readonly plan?: readonly StagePlan[];
  /** Images per batch. Default: 32. */
  readonly batchSize?: number;
  /** Of order, augmentation and dropout. Default: 0. */
  readonly seed?: number;
  /** Once aborted, the run saves a checkpoint after the step under way and ends with a
   * `stopped` event. */
  readonly signal?: AbortSignal;
  /** Where weights and checkpoints are kept. Default: the best weights in memory, no
   * checkpoints. */
  readonly store?: RunStore;
  /** Goes on from the store's newest checkpoint; from the start when it has none. */
  readonly resume?: boolean;
  /** The most that features computed once may take in memory, in bytes for each split.
   * Default: 1 GiB. */
  readonly cacheBytes?: number;
  /** Where features go that do not fit in memory. Default: nowhere, they are computed
   * each epoch. */
  readonly spill?: FeatureSpill;
  /** What the network makes of training images, where it is known already: `measureBodyRate` gives
   * it. Its rows are taken out; a resumed run computes its own. */
  readonly features?: KnownFeatures | undefined;
  /** Also saves a checkpoint after so many steps, beside those at the end of each epoch. */
  readonly checkpointEverySteps?: number;
  /** Also saves a checkpoint when the newest is so old, after the step under way. */
  readonly checkpointEverySeconds?: number;
  /** What follows a loss that is not finite: `stop` throws it; `rewind` goes back to the newest
   * checkpoint and on at half the rates, six times at most. Default: `stop`. */
  readonly onNonFinite?: 'stop' | 'rewind';
}

/** Fine-tunes a network in the stages of a recipe, and leaves it with the weights of
 * its best epoch.
 *
 * Everything depends on the seed, the data and the recipe alone: the same run gives the same
 * weights on the same backend.
 * @throws {GradientsNotRegisteredError} before anything moves, when tfjs has no gradients.
 * @throws {UnknownOptionError} before anything moves, when an option does not exist.
 * @throws {TrainingDataError} when the data is incomplete.
 * @throws {RecipeError} before anything moves, when a stage does not fit the network, the
 * classes or the task, or rates of its body are still to be measured.
 * @throws {ClassCountError} when the network's head is of another size than the data.
 * @throws {NonFiniteLossError} when a loss is not finite, and going back was not asked for or did
 * not help; the step is not taken.
 * @throws {BatchMemoryError} before anything moves, when batches fit into the backend's memory
 * neither whole nor in parts.
 * @throws {ResumeError} when the checkpoint is of another run. */
export async function* fineTune(
  network: Network,
  data: TrainingData,
  recipe: Recipe,
  options: FineTuneOptions = {},
): AsyncGenerator<FineTuneEvent, void, void> {
  requireGradients();
  refuseUnknownOptions('fineTune', options, fineTuneOptions);
  trainingData(data);
  if (network.classes !== data.classes.length) throw new ClassCountError({ network: network.classes, data: data.classes.length });
  const { plan = planRecipe(network, recipe) } = options;
  requireObjectives(recipe, data);
  requireMeasuredRates(recipe);
  await whenLoaded(network);
  const planned = runOf({ ...options, network, data, recipe, plan });
  try {
    if (options.resume === true) await resume(planned);
    const run = { ...planned, fit: await fitOf(planned) };
    if (run.settings.rewinds) yield* saveCheckpoint(run);
    yield* throughFaults(run);
  } finally {
    planned.state.dispose();
  }
}

const fineTuneOptions: Readonly<Record<keyof FineTuneOptions, true>> = {
  plan: true,
  batchSize: true,
  seed: true,
  signal: true,
  store: true,
  resume: true,
  cacheBytes: true,
  spill: true,
  features: true,
  checkpointEverySteps: true,
  checkpointEverySeconds: true,
  onNonFinite: true,
};

/** The training loop until it is through, stopped, or fails for good. */
async function* throughFaults(run: Run): Events {
  for (;;) {
    try {
      yield* trainingLoop(run);
      return yield* end(run);
    } catch (error) {
      if (error instanceof StopRequest) return yield* stop(run);
      yield* rewind(run, error);
    }
  }
}

/** A run before its batches are fitted into memory. */
type Planned = Omit<Run, 'fit'>;

interface Asked extends Omit<FineTuneOptions, 'plan'>, Pick<Run, 'network' | 'data' | 'recipe' | 'plan'> {}

function fitOf({ network, data, recipe, plan, settings: { batchSize }, state }: Planned): Promise<BatchFit> {
  return fitBatches({ network, data, recipe, plan, batchSize, caches: true, from: state.progress.stage });
}

function runOf({ network, data, recipe, plan, signal, ...options }: Asked): Planned {
  const { batchSize = 32, seed = 0, cacheBytes = 2 ** 30, store = memoryStore(), spill = null, features = null, onNonFinite = 'stop' } = options;
  const { checkpointEverySteps: everySteps = Infinity, checkpointEverySeconds: everySeconds = Infinity } = options;
  const rewinds = onNonFinite === 'rewind';
  const keepsCheckpoints = options.store !== undefined || rewinds;
  return {
    network,
    data,
    recipe,
    plan,
    store,
    spill,
    // A checkpoint brings weights of its own.
    features: options.resume === true ? null : features,
    signal,
    settings: { batchSize, seed, cacheBytes, keepsCheckpoints, rewinds },
    checkpointClock: new CheckpointClock({ everySteps, everySeconds }),
    state: new RunState(network, recipe),
  };
}
