import { expectTypeOf, it } from 'vitest';
import type * as z from 'zod';

import type { Fixed } from '../../../../../tools/testing/fixed.ts';
import type { Recipe } from './recipe.ts';
import type { recipeSchema } from './schema.ts';

it('a recipe is what its schema gives, field by field', () => {
  expectTypeOf<Fixed<z.infer<typeof recipeSchema>>>().toEqualTypeOf<Fixed<Recipe>>();
});
