import { readFile } from 'node:fs/promises';

import {
  type Recipe,
  type RecipeSubject as Subject,
  type TrainingFeatures,
  parseRecipe,
  recipeNamed,
  recipeNames,
  withBatchNorm,
  withBodyRateScale,
  withEpochs,
  withRateScale,
  withTrainingFeatures,
} from '@attune/staged-finetune';

import { userPath } from './paths.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of the recipe. */
export interface RecipeChoice {
  /** A name, or a file. */
  readonly recipe: string;
  readonly epochs?: readonly number[] | undefined;
  readonly rateScale?: number | undefined;
  readonly bodyRateScale?: number | undefined;
  readonly batchNorm?: Recipe['stages'][number]['batchNorm'] | undefined;
  readonly labelSmoothing?: number | undefined;
  readonly classWeights?: 'balanced' | readonly number[] | undefined;
  readonly accumulate?: number | undefined;
  /** The decay of a moving average of the weights; true for the usual one. */
  readonly ema?: number | true | undefined;
  readonly augmentedViews?: number | undefined;
  /** What weight decay leaves alone. */
  readonly undecayed?: TrainingFeatures['noDecay'];
  readonly weightDecay?: number | undefined;
  readonly clipNorm?: number | undefined;
}

/** What a recipe may be made for. */
export interface RecipeSubject extends Subject {
  /** Without pretrained weights batch norms follow the batches, since statistics that were never measured are worth nothing. Default: true. */
  readonly pretrained?: boolean;
}

/** A recipe that is known to exist, not yet made for a network. */
export type ChosenRecipe = (subject: RecipeSubject) => Promise<Recipe>;

/** Finds the recipe, and gives what makes it with its adjustments.
 *
 * @throws {UsageError} when it is neither a recipe's name nor a file.
 * @throws {RecipeSubjectError} when made without the network or data that it needs.
 * @throws {RecipeError} when the file is no recipe; when made, if the epochs do not fit its stages, or it has no body whose rates could be scaled. */
export async function chooseRecipe(choice: RecipeChoice): Promise<ChosenRecipe> {
  const make = await findRecipe(choice.recipe);
  return async (subject) => adjusted(await make(subject), choice, subject);
}

async function findRecipe(name: string): Promise<(subject: Subject) => Recipe | Promise<Recipe>> {
  const named = recipeNamed(name);
  if (named !== null) return named;
  const fromFile = await readRecipeFile(name);
  return () => fromFile;
}

function adjusted(recipe: Recipe, choice: RecipeChoice, { pretrained = true }: RecipeSubject): Recipe {
  const { epochs, rateScale, bodyRateScale, batchNorm } = choice;
  const timed = epochs === undefined ? recipe : withEpochs(recipe, epochs);
  const scaled = rateScale === undefined ? timed : withRateScale(timed, rateScale);
  const balanced = bodyRateScale === undefined ? scaled : withBodyRateScale(scaled, bodyRateScale);
  const featured = withTrainingFeatures(balanced, trainingFeatures(choice));
  const policy = batchNorm ?? (pretrained ? undefined : 'update');
  return policy === undefined ? featured : withBatchNorm(featured, policy);
}

function trainingFeatures({ labelSmoothing, classWeights, accumulate, ema, augmentedViews, undecayed, weightDecay, clipNorm }: RecipeChoice): TrainingFeatures {
  return {
    labelSmoothing,
    classWeights: classWeights === 'balanced' ? classWeights : classWeights?.slice(),
    accumulate,
    ema: ema === undefined ? undefined : { decay: ema === true ? 0.999 : ema, warmUp: true },
    augmentedViews,
    noDecay: undecayed,
    weightDecay,
    clipNorm,
  };
}

async function readRecipeFile(name: string): Promise<Recipe> {
  const text = await readFile(userPath(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UsageError(`There is no recipe "${name}", and no such file: choose ${recipeNames.join(', ')}, or give a YAML or JSON file.`);
  });
  return parseRecipe(text);
}
