import type { RecipeChoices, RecipeSource } from '@attune/run';
import { recipeNamed, recipeNames } from '@attune/staged-finetune';

import { withPathError } from './path-error.ts';
import { userPath } from './paths.ts';
import { readText } from './read-text.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of a recipe, which it calls by a name or a file. */
export interface RecipeOptions extends Omit<RecipeChoices, 'recipe'> {
  readonly recipe: string;
}

/** Finds the recipe that the command line names.
 *
 * @throws {UsageError} when it is neither a recipe's name nor a file. */
export async function recipeSource(name: string): Promise<RecipeSource> {
  if (recipeNamed(name) !== null) return { kind: 'named', name };
  const text = await readText(userPath(name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw withPathError(error, { path: userPath(name), given: `Recipe ${name}` });
    throw new UsageError(`There is no recipe "${name}", and no such file: choose ${recipeNames.join(', ')}, or give a YAML or JSON file.`);
  });
  return { kind: 'text', text, file: name };
}
