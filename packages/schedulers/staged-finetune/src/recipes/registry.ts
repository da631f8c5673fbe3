import type { Network } from '@attune/nn';

import type { Recipe } from '../recipe/recipe.ts';
import type { TrainingData } from '../training-data.ts';
import { fastai } from './fastai.ts';
import { gradual } from './gradual.ts';
import { layerDecay } from './layer-decay.ts';
import { lecture, lectureProse, lectureReference } from './lecture.ts';
import { linearProbeFineTune } from './linear-probe.ts';
import { full, headOnly } from './one-stage.ts';
import { RecipeSubjectError } from './recipe-subject-error.ts';
import { surgical } from './surgical.ts';
import { threeStage, threeStageSmall } from './three-stage.ts';

/** Recipes that are the same for every network, by the name they have on the command line. */
export const recipes: Readonly<Record<string, () => Recipe>> = {
  'three-stage': threeStage,
  'three-stage-small': threeStageSmall,
  'head-only': headOnly,
  full,
  'lp-ft': linearProbeFineTune,
  lecture,
  'lecture-prose': lectureProse,
  'lecture-reference': lectureReference,
};

/** Recipes that are made for a network, layer by layer. */
export const networkRecipes: Readonly<Record<string, (network: Network) => Recipe>> = { gradual, fastai, 'layer-decay': (network) => layerDecay(network) };

/** What a recipe may be made for. */
export interface RecipeSubject {
  readonly network?: Network | undefined;
  readonly data?: TrainingData | undefined;
}

/** Every recipe that goes by a name. */
export const recipeNames: readonly string[] = [...Object.keys(recipes), ...Object.keys(networkRecipes), 'surgical'];

/** What makes a recipe by its name; null when it is not a recipe's.
 *
 * What it gives throws {@link RecipeSubjectError} when made without the network or data
 * that it needs. */
export function recipeNamed(name: string): ((subject: RecipeSubject) => Recipe | Promise<Recipe>) | null {
  const [fixed, forNetwork] = [own(recipes, name), own(networkRecipes, name)];
  if (fixed !== undefined) return fixed;
  if (forNetwork !== undefined) return ({ network }) => forNetwork(network ?? needs(name, 'network'));
  return name === 'surgical' ? ({ network, data }) => surgical(network ?? needs(name, 'data'), data ?? needs(name, 'data')) : null;
}

/** Not what every object has, such as `constructor`. */
function own<T>(named: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

function needs(recipe: string, subject: RecipeSubjectError['subject']): never {
  throw new RecipeSubjectError({ recipe, subject });
}
