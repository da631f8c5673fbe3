import type { Network } from '@attune/nn';
import { type Recipe, describeRecipe as rowsOf, recipeNames } from '@attune/staged-finetune';
import { stringify } from 'yaml';

import type { RecipeDescription, RecipeStage } from '../protocol/choices.ts';
import { definitionOf, partNames, trains } from './change-recipe.ts';

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
  return {
    name: recipe.name,
    stages,
    yaml: stringify(recipe),
    measuresRates: recipe.bodyRates !== undefined,
    names: recipeNames.filter((name) => name !== 'surgical'),
  };
}
