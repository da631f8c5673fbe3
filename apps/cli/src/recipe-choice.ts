import { readFile } from 'node:fs/promises';

import { type Recipe, parseRecipe, recipes, withBatchNorm, withEpochs, withRateScale } from '@attune/staged-finetune';

import { userPath } from './paths.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of the recipe. */
export interface RecipeChoice {
  /** A name, or a file. */
  readonly recipe: string;
  readonly epochs?: readonly number[] | undefined;
  readonly rateScale?: number | undefined;
  readonly batchNorm?: Recipe['stages'][number]['batchNorm'] | undefined;
}

/** The recipe with its adjustments. Without pretrained weights its batch norms follow the batches, since statistics that were never measured are worth nothing.
 *
 * @throws {UsageError} when it is neither a recipe's name nor a file.
 * @throws {RecipeError} when the file is no recipe, or the epochs do not fit its stages. */
export async function chooseRecipe(
  { recipe: name, epochs, rateScale, batchNorm }: RecipeChoice,
  { pretrained = true }: { readonly pretrained?: boolean } = {},
): Promise<Recipe> {
  let recipe = recipes[name]?.() ?? (await readRecipeFile(name));
  if (epochs !== undefined) recipe = withEpochs(recipe, epochs);
  if (rateScale !== undefined) recipe = withRateScale(recipe, rateScale);
  const policy = batchNorm ?? (pretrained ? undefined : 'update');
  return policy === undefined ? recipe : withBatchNorm(recipe, policy);
}

async function readRecipeFile(name: string): Promise<Recipe> {
  const text = await readFile(userPath(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UsageError(`There is no recipe "${name}", and no such file: choose ${Object.keys(recipes).join(', ')}, or give a YAML or JSON file.`);
  });
  return parseRecipe(text);
}
