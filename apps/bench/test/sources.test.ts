import { expect, it } from 'vitest';

import { readSources } from '../src/sources/read-sources.ts';
import { sourceKinds } from '../src/sources/source-kinds.ts';

it.each(sourceKinds)('40 generated sources (%s): every image is in one part under its own label, or left out with a reason', async (kind) => {
  const { fault, sources, images, skipped } = await readSources({ kind, sources: 40, seed: 7 });
  expect(fault).toBeNull();
  expect([sources, images > 200, kind === 'tree' || skipped > 10]).toEqual([40, true, true]);
});
