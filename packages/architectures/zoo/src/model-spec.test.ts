import { expectTypeOf, it } from 'vitest';
import type * as z from 'zod';

import type { Fixed } from '../../../../tools/testing/fixed.ts';
import type { ModelSpec, modelSpec } from './model-spec.ts';

it('a description of a network is what its schema gives, field by field', () => {
  expectTypeOf<Fixed<z.infer<typeof modelSpec>>>().toEqualTypeOf<Fixed<ModelSpec>>();
});
