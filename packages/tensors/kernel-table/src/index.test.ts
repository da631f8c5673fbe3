import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toEqual(['backendMemory', 'hasKernel', 'registerKernels', 'runKernel']);
});
