import { refuseUnknownOptions } from '@attune/errors';

import { RecipeError } from './recipe-error.ts';
import type { BatchNormPolicy, ParameterGroup, Recipe, Stage } from './recipe.ts';

/** The same recipe with other epochs, one number a stage; 0 leaves a stage out.
 *
 * @throws {RecipeError} when there are more or fewer numbers than stages, or one is not
 * a whole number from 0 up. */
export function withEpochs(recipe: Recipe, epochs: readonly number[]): Recipe {
  const names = recipe.stages.map(({ name }) => name);
  if (epochs.length !== names.length) {
    const message = `has ${names.length} stages (${names.join(', ')}) and was given ${epochs.length} numbers of epochs (${epochs.join(', ')}); give one for each, 0 to leave a stage out`;
    throw new RecipeError({ recipe: `"${recipe.name}"`, faults: [{ path: '', message }] });
  }
  const wrong = epochs.filter((value) => !Number.isInteger(value) || value < 0);
  if (wrong.length > 0)
    throw new RecipeError({ recipe: `"${recipe.name}"`, faults: [{ path: '', message: `epochs are whole numbers from 0 up, not ${wrong.join(', ')}` }] });
  return { ...recipe, stages: recipe.stages.map((stage, index) => ({ ...stage, epochs: epochs[index]! })) };
}

/** The same recipe with every learning rate multiplied. */
export function withRateScale(recipe: Recipe, scale: number): Recipe {
  return withRates(recipe, ({ learningRate }) => learningRate * scale);
}

/** The same recipe with the learning rates of the body multiplied: of all groups but those that
 * select `head` or `attention`. Images far from those that the body knows want it faster. What is
 * multiplied is not measured any more.
 *
 * @throws {RecipeError} when no stage trains a body. */
export function withBodyRateScale({ bodyRates: _chosen, ...recipe }: Recipe, scale: number): Recipe {
  if (recipe.stages.every(({ groups }) => groups.every(isNew))) {
    const message = 'trains the head and attention alone, so there is no rate of a body to scale; choose a recipe that trains more, or scale every rate';
    throw new RecipeError({ recipe: `"${recipe.name}"`, faults: [{ path: '', message }] });
  }
  return withRates(recipe, (group) => (isNew(group) ? group.learningRate : group.learningRate * scale));
}

/** The same recipe with the learning rates of attention multiplied: of all groups that select
 * `attention`. Gates that start as the identity hardly leave it at small rates.
 *
 * @throws {RecipeError} when no stage trains attention by itself. */
export function withAttentionRateScale(recipe: Recipe, scale: number): Recipe {
  if (recipe.stages.every(({ groups }) => groups.every(({ select }) => select !== 'attention'))) {
    const message = 'has no group that selects attention, so there is no rate of it to scale; choose a recipe that has one, or scale every rate';
    throw new RecipeError({ recipe: `"${recipe.name}"`, faults: [{ path: '', message }] });
  }
  return withRates(recipe, ({ select, learningRate }) => (select === 'attention' ? learningRate * scale : learningRate));
}

/** Whether an epoch of some stage moves more than the head and attention. */
export function trainsBody({ stages }: Recipe): boolean {
  return stages.some(({ epochs, groups }) => epochs > 0 && !groups.every(isNew));
}

/** @throws {RecipeError} when rates of the body are still to be measured. */
export function requireMeasuredRates({ name, bodyRates }: Recipe): void {
  if (bodyRates === undefined) return;
  const message = 'are to be measured on the images first: withMeasuredBodyRates(recipe, { network, data }) does, withBodyRateScale(recipe, 1) keeps them';
  throw new RecipeError({ recipe: `"${name}"`, faults: [{ path: 'bodyRates', message }] });
}

function isNew({ select }: ParameterGroup): boolean {
  return select === 'head' || select === 'attention';
}

function withRates(recipe: Recipe, rate: (group: ParameterGroup) => number): Recipe {
  const stages = recipe.stages.map((stage) => ({ ...stage, groups: stage.groups.map((group) => ({ ...group, learningRate: rate(group) })) }));
  return { ...recipe, stages };
}

/** The same recipe with one policy for the batch norms of all stages: what a network
 * with untrained norms needs. */
export function withBatchNorm(recipe: Recipe, batchNorm: BatchNormPolicy): Recipe {
  return { ...recipe, stages: recipe.stages.map((stage) => ({ ...stage, batchNorm })) };
}

/** What may be asked of every stage of a recipe, whatever it trains. */
export type TrainingFeatures = {
  readonly [
    Feature in 'labelSmoothing' | 'focal' | 'huber' | 'classWeights' | 'accumulate' | 'ema' | 'swa' | 'augmentedViews' | 'noDecay' | 'weightDecay' | 'clipNorm'
  ]?: Stage[Feature] | undefined;
};

const trainingFeatures = {
  labelSmoothing: true,
  focal: true,
  huber: true,
  classWeights: true,
  accumulate: true,
  ema: true,
  swa: true,
  augmentedViews: true,
  noDecay: true,
  weightDecay: true,
  clipNorm: true,
} satisfies Record<keyof TrainingFeatures, true>;

/** The same recipe with these features in all of its stages, in place of its own; what
 * is undefined stays as it is.
 *
 * @throws {UnknownOptionError} when a feature does not exist. */
export function withTrainingFeatures(recipe: Recipe, features: TrainingFeatures): Recipe {
  refuseUnknownOptions('withTrainingFeatures', features, trainingFeatures);
  const asked = Object.fromEntries(Object.entries(features).filter(([, value]) => value !== undefined));
  return { ...recipe, stages: recipe.stages.map((stage) => ({ ...stage, ...asked, groups: stage.groups.map((group) => clippedTo(group, features)) })) };
}

/** A group that is clipped apart stays apart, and takes the norm that is asked for. */
function clippedTo(group: ParameterGroup, { clipNorm }: TrainingFeatures): ParameterGroup {
  return group.clipNorm === undefined || clipNorm === undefined ? group : { ...group, clipNorm };
}
