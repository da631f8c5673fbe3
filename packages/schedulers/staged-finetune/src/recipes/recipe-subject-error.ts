import { AttuneError } from '@attune/errors';

const wanted = {
  network: 'a network: name one (with --arch on the command line)',
  data: 'a network and the data it is to learn: it can be seen in the recipe.yaml of a run that has started',
} as const;

/** A recipe that is made for something that was not given. */
export class RecipeSubjectError extends AttuneError {
  static override readonly code = 'ATTUNE_RECIPE_SUBJECT';
  readonly recipe: string;
  readonly subject: keyof typeof wanted;

  constructor({ recipe, subject }: Pick<RecipeSubjectError, 'recipe' | 'subject'>) {
    super(`The recipe ${recipe} is made for ${wanted[subject]}.`);
    this.name = 'RecipeSubjectError';
    this.recipe = recipe;
    this.subject = subject;
  }
}
