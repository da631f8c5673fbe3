import type { Network } from '@attune/nn';
import { type Recipe, type TrainingData, describeRecipe as rowsOf, parseRecipe, recipeNamed, recipeNames, withBatchNorm } from '@attune/staged-finetune';
import { stringify } from 'yaml';

import type { RecipeChoice, RecipeDescription, RecipeStage } from '../protocol.ts';

export interface RecipeUse {
  readonly network: Network;
  /** Null while it is only looked at. */
  readonly data: TrainingData | null;
  /** Statistics that were never measured are worth nothing: without pretrained weights batch norms follow the batches. */
  readonly pretrained: boolean;
}

/** The chosen recipe for a network.
 *
 * @throws {RecipeError} naming every fault of a text, {RecipeSubjectError} when the recipe needs data to be made. */
export async function makeRecipe(choice: RecipeChoice, { network, data, pretrained }: RecipeUse): Promise<Recipe> {
  const named = choice.kind === 'named' ? recipeNamed(choice.name) : null;
  if (named === null) return parseRecipe(choice.kind === 'text' ? choice.text : choice.name);
  const recipe = await named({ network, data: data ?? undefined });
  return pretrained ? recipe : withBatchNorm(recipe, 'update');
}

/** A recipe as the page draws it. */
export function describeRecipe(recipe: Recipe, network: Network): RecipeDescription {
  const rows = rowsOf(recipe, network);
  const stages = recipe.stages.map(({ name, epochs, batchNorm, augment }): RecipeStage => {
    const groups = rows.filter(({ stage }) => stage === name);
    return {
      name,
      epochs,
      batchNorm,
      augment,
      schedule: groups[0]?.schedule ?? '',
      groups: groups.map(({ group, selects, learningRate, network: applied }) => ({
        name: group,
        selects,
        learningRate,
        parameters: applied?.parameters ?? 0,
      })),
    };
  });
  return { name: recipe.name, stages, yaml: stringify(recipe), names: recipeNames.filter((name) => name !== 'surgical') };
}
