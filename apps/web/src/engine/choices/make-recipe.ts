import type { Network } from '@attune/nn';
import { type Recipe, type TrainingData, describeRecipe as rowsOf, parseRecipe, recipeNamed, recipeNames, withBatchNorm } from '@attune/staged-finetune';
import { stringify } from 'yaml';

import type { RecipeChoice, RecipeDescription, RecipeStage } from '../protocol.ts';
import { definitionOf, partNames, trains } from './change-recipe.ts';

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
  const names = partNames(recipe);
  const stages = recipe.stages.map(({ groups, ...stage }): RecipeStage => {
    const ofStage = rows.filter((row) => row.stage === stage.name);
    const parts = names.map((name) => {
      const group = groups.find((own) => own.name === name) ?? null;
      if (group === null || !trains(group)) return { name, trains: false, learningRate: definitionOf(recipe, name).learningRate, parameters: 0 };
      return { name, trains: true, learningRate: group.learningRate, parameters: ofStage.find((row) => row.group === name)?.network?.parameters ?? 0 };
    });
    return { name: stage.name, epochs: stage.epochs, batchNorm: stage.batchNorm, augment: stage.augment, schedule: ofStage[0]?.schedule ?? '', parts };
  });
  return { name: recipe.name, stages, yaml: stringify(recipe), names: recipeNames.filter((name) => name !== 'surgical') };
}
