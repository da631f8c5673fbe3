import { expect, it } from 'vitest';

import { dataRules } from './open-data.ts';

const training = { data: 'photos', weights: 'none', batchSize: 8, seed: 0, backend: 'cpu', threads: 1, skipBroken: false };

it('a run of before, which does not say how its images were divided, keeps its division by position', () => {
  expect(dataRules(training).splitBy).toBe('position');
  expect(dataRules({ ...training, splitBy: 'name' }).splitBy).toBe('name');
});
