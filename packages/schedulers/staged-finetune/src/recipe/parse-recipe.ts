import { describeSchemaIssue } from '@attune/errors';
import { parse } from 'yaml';

import { RecipeError } from './recipe-error.ts';
import type { Recipe } from './recipe.ts';
import { recipeSchema, savedRecipeSchema } from './schema.ts';

/** Checks a recipe written as plain data and fills in the defaults.
 *
 * @throws {RecipeError} naming every field that is wrong. */
export function defineRecipe(input: unknown): Recipe {
  return checked(input, recipeSchema);
}

function checked(input: unknown, schema: typeof recipeSchema, file?: string): Recipe {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: describeSchemaIssue(issue) }));
  throw new RecipeError({ recipe: nameOf(input, file), faults });
}

/** Reads a recipe file: YAML, of which JSON is a part.
 *
 * @param file what a message calls it, where the recipe has no name of its own.
 * @throws {RecipeError} when it is neither, or not a recipe. */
export function parseRecipe(text: string, file?: string): Recipe {
  return checked(parseYaml(text, file), recipeSchema, file);
}

/** Reads the recipe that a run was saved with, which may be older than a rule for new ones.
 *
 * @throws {RecipeError} when it is not a recipe. */
export function parseSavedRecipe(text: string): Recipe {
  return checked(parseYaml(text), savedRecipeSchema);
}

function parseYaml(text: string, file = 'file'): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [message = 'cannot be read'] = String((error as Error).message).split('\n');
    throw new RecipeError({ recipe: file, faults: [{ path: '', message: `not YAML or JSON: ${message}` }] });
  }
}

function nameOf(input: unknown, file = 'without a name'): string {
  const name = (input as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? `"${name}"` : file;
}
