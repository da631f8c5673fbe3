import { type Network, countScalars } from '@attune/nn';

import { planStage, viewsWorthKeeping } from '../stage/plan-stage.ts';
import type { BodyRateMeasurement, ClassWeights, ParameterGroup, Recipe, Schedule, Selector, Stage } from './recipe.ts';

/** One row of a recipe's table: a group of a stage. */
export interface RecipeRow {
  readonly stage: string;
  readonly epochs: number;
  readonly group: string;
  readonly selects: string;
  readonly learningRate: number;
  readonly schedule: string;
  readonly batchNorm: Stage['batchNorm'];
  readonly augment: boolean;
  /** What else the stage does, in words: smoothing, averages, clipping, how it ends. */
  readonly features: readonly string[];
  /** Only with a network. */
  readonly network?: {
    readonly names: readonly string[];
    readonly tensors: number;
    readonly parameters: number;
    /** Leading segments whose output cannot change in the stage. */
    readonly still: readonly string[];
    /** Whether training reads that output back instead of computing it for each epoch; and how many
     * views of each image that is. */
    readonly cached: boolean;
    readonly views: number;
  };
}

/** A recipe as a table, before anything runs; with a network, what each group selects in it.
 *
 * @throws {RecipeError} when a selector does not fit the network. */
export function describeRecipe(recipe: Recipe, network?: Network): RecipeRow[] {
  return recipe.stages.flatMap((stage) => {
    const plan = network === undefined ? undefined : planStage(network, stage);
    const still =
      network
        ?.segments()
        .slice(0, plan?.still)
        .map(({ name }) => name) ?? [];
    return stage.groups.map((group, index) => {
      const { name, select, learningRate } = group;
      const row = { stage: stage.name, epochs: stage.epochs, group: name, selects: describeSelector(select), learningRate };
      const rest = { schedule: describeSchedule(stage, group), batchNorm: stage.batchNorm, augment: stage.augment, features: describeFeatures(stage, group) };
      if (plan === undefined) return { ...row, ...rest };
      const { parameters } = plan.groups[index]!;
      const views = viewsWorthKeeping(plan);
      const counts = { names: [...parameters.keys()], tensors: parameters.size, parameters: countScalars(parameters.values()) };
      return { ...row, ...rest, network: { ...counts, still, cached: views > 0, views } };
    });
  });
}

/** By what the rates of the body were multiplied, and what was measured, in words. */
export function describeMeasurement({ bodyRateScale, separated, shift, images }: BodyRateMeasurement): string {
  const said = [
    separated !== undefined &&
      `the features before training separate ${(100 * separated).toFixed(1)} % of ${images.toLocaleString('en-US')} training images, each judged by the others`,
    shift !== undefined && `the images lie ${shift.toFixed(2)} nats from those that the network knows`,
  ].filter((words) => words !== false);
  return `× ${bodyRateScale}, measured: ${said.length === 0 ? 'nothing of the images speaks for faster ones' : said.join(', and ')}`;
}

function describeFeatures(stage: Stage, { clipNorm: own }: ParameterGroup): string[] {
  const { accumulate, labelSmoothing, focal, huber, classWeights, ema, swa, clipNorm, weightDecay, noDecay, earlyStopping, restoreBest } = stage;
  return [
    accumulate > 1 && `${accumulate} batches per step`,
    labelSmoothing > 0 && `labels smoothed by ${labelSmoothing}`,
    focal !== undefined && `focal loss, γ ${focal}`,
    huber !== undefined && `Huber loss, δ ${huber}`,
    classWeights !== undefined && describeClassWeights(classWeights),
    ema !== undefined && `weights averaged at ${ema.decay}`,
    swa !== undefined && `weights averaged over epochs, from ${Math.round(swa.from * 100)} % of them on`,
    own !== undefined ? `gradients clipped apart to ${own}` : clipNorm !== undefined && `gradients clipped to ${clipNorm}`,
    weightDecay > 0 && `weight decay ${weightDecay}${noDecay.length === 0 ? '' : ` but for ${noDecay.join(', ')}`}`,
    earlyStopping !== undefined && `ends after ${earlyStopping.patience} epochs without better ${earlyStopping.monitor}`,
    restoreBest && 'hands on its best weights',
  ].filter((words) => words !== false);
}

function describeClassWeights(weights: ClassWeights): string {
  if (weights === 'balanced') return 'classes balanced';
  const words = Array.isArray(weights) ? weights : Object.entries(weights).map(([name, weight]) => `${name} ${weight}`);
  return `class weights ${words.join(', ')}`;
}

function describeSelector(selector: Selector): string {
  if (typeof selector === 'string') return selector;
  if (typeof selector === 'function') return 'by predicate';
  if ('names' in selector) return selector.names.join(', ');
  if ('pattern' in selector) return `/${selector.pattern}/`;
  if ('segments' in selector) return `segments ${selector.segments.join(', ')}`;
  return `parameters[${selector.slice[0] ?? ''}:${selector.slice[1] ?? ''}]`;
}

function describeSchedule(stage: Stage, { schedule = stage.schedule, warmUp = stage.warmUp }: ParameterGroup): string {
  const warmed = warmUp === undefined ? describeDecay(schedule) : `${describeDecay(schedule)} after ${warmUp.steps} steps of warm-up`;
  return stage.carryOver ? `${warmed}, carried over` : warmed;
}

function describeDecay(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'step':
      return `×${schedule.gamma} every ${schedule.everyEpochs} epochs`;
    case 'multi-step':
      return `×${schedule.gamma} at epochs ${schedule.epochs.join(', ')}`;
    case 'plateau':
      return `×${schedule.factor} after ${schedule.patience} epochs without gain`;
    default:
      return schedule.kind;
  }
}
