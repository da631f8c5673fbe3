import { type ParameterGroup, type Recipe, type Stage, defineRecipe } from '@attune/staged-finetune';

import type { RecipeChange } from '../protocol/choices.ts';

/** A recipe with one thing changed in one of its stages. Whose body is given a rate by hand is not
 * measured any more.
 *
 * @throws {RecipeError} when it is none any more. */
export function changedRecipe(recipe: Recipe, change: RecipeChange): Recipe {
  const { bodyRates, ...rest } = recipe;
  const kept = bodyRates === undefined || saysBodyRate(recipe, change) ? rest : recipe;
  return defineRecipe({ ...kept, stages: recipe.stages.map((stage, index) => (index === change.stage ? changedStage(stage, change, recipe) : stage)) });
}

/** The names of all groups of a recipe's stages, in the order in which a stage that had them all
 * would take its parameters: what is left goes last. */
export function partNames(recipe: Recipe): string[] {
  const groups = recipe.stages.toSorted((a, b) => b.groups.length - a.groups.length).flatMap((stage) => stage.groups);
  return [...new Set([...groups.filter((group) => !takesRest(group)), ...groups.filter(takesRest)].map(({ name }) => name))];
}

/** A part as the first stage that trains it has it; one that is nowhere trained, as it stands. */
export function definitionOf(recipe: Recipe, name: string): ParameterGroup {
  const groups = recipe.stages.flatMap((stage) => stage.groups).filter((group) => group.name === name);
  return groups.find(trains) ?? groups[0]!;
}

export function trains({ learningRate }: ParameterGroup): boolean {
  return learningRate > 0;
}

function saysBodyRate(recipe: Recipe, change: RecipeChange): boolean {
  if (change.kind !== 'rate') return false;
  const { select } = definitionOf(recipe, change.part);
  return select !== 'head' && select !== 'attention';
}

function changedStage(stage: Stage, change: RecipeChange, recipe: Recipe): Stage {
  switch (change.kind) {
    case 'epochs':
      return { ...stage, epochs: change.epochs };
    case 'rate':
      return withRate(stage, change.part, change.learningRate);
    case 'thaw':
      return thawed(stage, definitionOf(recipe, change.part), partNames(recipe));
    case 'freeze':
      return frozen(stage, change.part);
  }
}

function withRate(stage: Stage, part: string, learningRate: number): Stage {
  return { ...stage, groups: stage.groups.map((group) => (group.name === part ? { ...group, learningRate } : group)) };
}

function thawed(stage: Stage, definition: ParameterGroup, order: readonly string[]): Stage {
  if (stage.groups.some(({ name }) => name === definition.name)) return withRate(stage, definition.name, definition.learningRate);
  const groups = [...stage.groups, definition].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return { ...stage, groups };
}

/** A group that takes the rest would take what no other group does, so what is to hold still stays
 * a group of its own, at no rate. */
function frozen(stage: Stage, part: string): Stage {
  const others = stage.groups.filter(({ name }) => name !== part);
  return others.some(takesRest) ? withRate(stage, part, 0) : { ...stage, groups: others };
}

function takesRest({ select }: ParameterGroup): boolean {
  return select === 'rest';
}
