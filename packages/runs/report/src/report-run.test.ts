import type { ImageDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import type { Run } from '@attune/run';
import { expect, it } from 'vitest';

import { reportRun } from './report-run.ts';

it('a run without an epoch that ended is refused by its name, before any image is judged', async () => {
  const run = { path: 'runs/new', metrics: async () => [] } as unknown as Run;
  const report = reportRun({ run, network: {} as Network, dataset: {} as ImageDataset }, { title: '', machine: '', where: '', encode: async () => '' });
  await expect(report).rejects.toMatchObject({ name: 'NoEpochError', code: 'ATTUNE_NO_EPOCH', run: 'runs/new', message: expect.stringContaining('runs/new') });
});
