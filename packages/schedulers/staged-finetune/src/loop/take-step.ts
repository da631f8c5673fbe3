import { NonFiniteLossError } from '../errors.ts';
import type { FeatureBatch } from '../features/feature-source.ts';
import { timed } from '../features/waiting.ts';
import { learningRates, schedulesAt } from '../stage/learning-rates.ts';
import { plannedEpochsBefore } from '../stage/schedule-position.ts';
import { stepRandom } from '../step/step-random.ts';
import { trainStep } from '../step/train-step.ts';
import { type TakenStep, afterTime } from './progress.ts';
import type { OpenStage, Run } from './run.ts';

/** The batches of each step that is left of the epoch. Seconds until they come count as
 * the epoch's. */
export async function* batchesOfSteps({ run, plan, sources }: OpenStage): AsyncGenerator<readonly FeatureBatch[]> {
  const { state } = run;
  const { accumulate } = plan.stage;
  const batches = batchesOfEpoch({ run, plan, sources }, state.progress.step * accumulate);
  const came = (seconds: number) => void (state.progress = afterTime(state.progress, { seconds }));
  yield* inGroups(timed(batches, came), accumulate);
}

/** The batches of the epoch under way from one on. */
export function batchesOfEpoch({ run, plan, sources }: Pick<OpenStage, 'run' | 'plan' | 'sources'>, firstBatch: number): AsyncGenerator<FeatureBatch> {
  const { augment, augmentedViews } = plan.stage;
  const epoch = epochOfRun(run);
  const view = augmentedViews === undefined ? {} : { view: epoch % augmentedViews };
  return sources.train.epoch({ augment, seed: run.settings.seed, epoch, firstBatch, ...view });
}

/** Moves the weights by one step, and their average.
 *
 * @throws {NonFiniteLossError} when its loss is not finite; nothing has moved then. */
export async function takeStep({ run, plan, partSize, sources, stepsPerEpoch, objective }: OpenStage, batches: readonly FeatureBatch[]): Promise<TakenStep> {
  const { network, recipe, settings, state } = run;
  const { epoch, step } = state.progress;
  const started = performance.now();
  const schedules = schedulesAt(recipe, { ...state.progress, stepsPerEpoch });
  const random = stepRandom(settings.seed, epochOfRun(run), step);
  const { optimizer } = state;
  const result = await trainStep({ network, plan, partSize, optimizer, schedules, random, objective, depth: sources.train.depth }, batches);
  const rates = learningRates(plan, schedules);
  const indices = batches.flatMap((batch) => [...batch.indices]);
  if (!result.taken) throw new NonFiniteLossError({ stage: plan.stage.name, epoch, step, ...result, where: result.fault, learningRates: rates, indices });
  state.average?.followStep(epoch * stepsPerEpoch + step + 1);
  const { loss, right, gradientNorm } = result;
  return { loss, right, gradientNorm, learningRates: rates, images: indices.length, seconds: (performance.now() - started) / 1000 };
}

/** No two epochs of a run share their number, and so their order. */
export function epochOfRun({ recipe, state: { progress } }: Run): number {
  return plannedEpochsBefore(recipe, progress.stage) + progress.epoch;
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
