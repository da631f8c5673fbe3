import { refuseUnknownOptions } from '@attune/errors';
import { type Network, breathe, requireGradients, whenLoaded } from '@attune/nn';

import type { Recipe } from '../recipe/recipe.ts';
import { RecipeError } from '../recipe/recipe-error.ts';
import { type StagePlan, planStage } from '../stage/plan-stage.ts';
import { objectiveOf } from '../task/objective.ts';
import type { TrainingData } from '../training-data.ts';
import { imageSource } from '../features/feature-source.ts';
import { optimizerOf } from '../step/make-optimizer.ts';
import { type FitConfig, fitBatches } from '../memory/fit-batches.ts';
import { copyWeights, pasteWeights } from '../saved-weights.ts';
import { stepRandom } from '../step/step-random.ts';
import { trainStep } from '../step/train-step.ts';
import { RateSweepError } from './rate-sweep-error.ts';
import { type RateSuggestion, type RateSweep, suggestRate } from './suggest-rate.ts';

export interface FindRateOptions {
  /** Whose parameters move, by name. Default: the recipe's first with epochs. */
  readonly stage?: string;
  /** Only this group of the stage moves. Default: all, their rates in the recipe's proportions. */
  readonly group?: string;
  /** First and last rate, of the fastest group. Default: 1e-7 and 10. */
  readonly from?: number;
  readonly to?: number;
  /** Batches from first to last. Default: 100. */
  readonly steps?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (done: number) => void;
}

export interface FoundRate extends RateSweep, RateSuggestion {}

/** Trains with a rate that grows from batch to batch until the loss is four times its best, and
 * reads good rates off the curve. The network is as before when it ends, however it ends.
 *
 * Source: Smith 2015, arXiv:1506.01186; defaults as fastai's `lr_find`.
 * @throws {GradientsNotRegisteredError} when tfjs has no gradients.
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {RecipeError} when the recipe has no such stage or group.
 * @throws {BatchMemoryError} when a batch fits into the backend's memory neither whole
 * nor in parts.
 * @throws {RateSweepError} when the loss is not finite before there is a curve. */
export async function findRate(network: Network, data: TrainingData, recipe: Recipe, options: FindRateOptions = {}): Promise<FoundRate> {
  requireGradients();
  refuseUnknownOptions('findRate', options, findRateOptions);
  await whenLoaded(network);
  const plan = planOf(network, recipe, options);
  const weights = await copyWeights(network);
  try {
    const sweep = await sweepRates(network, data, { plan, recipe, ...options });
    return { ...sweep, ...suggestRate(sweep, options.steps ?? defaultSteps) };
  } finally {
    pasteWeights(network, weights);
  }
}

const findRateOptions: Readonly<Record<keyof FindRateOptions, true>> = {
  stage: true,
  group: true,
  from: true,
  to: true,
  steps: true,
  batchSize: true,
  seed: true,
  signal: true,
  onStep: true,
};

function planOf(network: Network, recipe: Recipe, { stage: name, group }: FindRateOptions): StagePlan {
  const stage = recipe.stages.find((candidate) => (name === undefined ? candidate.epochs > 0 : candidate.name === name));
  if (stage === undefined) return absent(recipe, `has no stage "${name ?? ''}"; its stages are ${recipe.stages.map((other) => other.name).join(', ')}`);
  const groups = stage.groups.filter((candidate) => group === undefined || candidate.name === group);
  if (groups.length === 0)
    return absent(recipe, `has no group "${group ?? ''}" in stage "${stage.name}"; its groups are ${stage.groups.map((other) => other.name).join(', ')}`);
  return planStage(network, { ...stage, groups });
}

function absent(recipe: Recipe, message: string): never {
  throw new RecipeError({ recipe: `"${recipe.name}"`, faults: [{ path: '', message }] });
}

const defaultSteps = 100;
/** Of the newest loss in the running mean. */
const smoothing = 0.02;
const givesUpAt = 4;

async function sweepRates(
  network: Network,
  data: TrainingData,
  {
    plan,
    recipe,
    from = 1e-7,
    to = 10,
    steps = defaultSteps,
    batchSize = 32,
    seed = 0,
    signal,
    onStep,
  }: FindRateOptions & { readonly plan: StagePlan; readonly recipe: Recipe },
): Promise<RateSweep> {
  const optimizer = optimizerOf(recipe, plan.stage);
  const fastest = Math.max(...plan.groups.map(({ learningRate }) => learningRate));
  const objective = objectiveOf(plan.stage, data);
  const partSize = await partSizeOf({ network, data, recipe, plan: [plan], batchSize });
  const [rates, losses]: [number[], number[]] = [[], []];
  let mean = 0;
  try {
    for await (const batch of endlessBatches(data, { batchSize, seed, augment: plan.stage.augment })) {
      await breathe();
      signal?.throwIfAborted();
      const step = rates.length;
      const rate = from * (to / from) ** (step / steps);
      const schedules = plan.groups.map(() => ({ factor: rate / fastest }));
      const config = { network, plan, partSize, optimizer, depth: 0, schedules, random: stepRandom(seed, 0, step), objective };
      const result = await trainStep(config, [batch]);
      mean += smoothing * (result.loss - mean);
      const smoothed = mean / (1 - (1 - smoothing) ** (step + 1));
      if (!result.taken) break;
      rates.push(rate);
      losses.push(smoothed);
      onStep?.(rates.length);
      if (rates.length === steps || smoothed > givesUpAt * Math.min(...losses)) break;
    }
  } finally {
    optimizer.dispose();
  }
  if (rates.length < 2) throw new RateSweepError({ batches: rates.length, from });
  return { rates, losses };
}

async function partSizeOf(config: Pick<FitConfig, 'network' | 'data' | 'recipe' | 'plan' | 'batchSize'>): Promise<number> {
  const { stages } = await fitBatches({ ...config, caches: false });
  return stages[0]?.partSize ?? config.batchSize;
}

async function* endlessBatches(
  { train }: TrainingData,
  { batchSize, seed, augment }: { readonly batchSize: number; readonly seed: number; readonly augment: boolean },
) {
  const source = imageSource(train, batchSize);
  for (let epoch = 0; ; epoch++) yield* source.epoch({ augment, seed, epoch });
}
