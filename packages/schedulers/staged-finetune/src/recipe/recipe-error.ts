import { AttuneError } from '@attune/errors';

/** One thing wrong with a recipe, and where: `stages.1.groups.0.learningRate`. */
export interface RecipeFault {
  readonly path: string;
  readonly message: string;
}

/** A recipe that cannot run: every fault at once. */
export class RecipeError extends AttuneError {
  static override readonly code = 'ATTUNE_RECIPE';
  readonly recipe: string;
  readonly faults: readonly RecipeFault[];

  constructor({ recipe, faults }: { readonly recipe: string; readonly faults: readonly RecipeFault[] }) {
    super(`Recipe ${recipe}: ${faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}.`);
    this.name = 'RecipeError';
    this.recipe = recipe;
    this.faults = faults;
  }
}
