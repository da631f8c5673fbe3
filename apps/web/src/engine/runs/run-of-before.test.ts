import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { disposeModule } from '@attune/nn';
import { memoryFiles } from '@attune/run';
import { buildModel } from '@attune/zoo';
import { expect, it } from 'vitest';

import { KeptRun } from './kept-run.ts';

/** As the page wrote it on 2026-11-29, without the weights. */
const fixture = fileURLToPath(new URL('fixtures/run-of-the-page', import.meta.url));

it('a run that an earlier page wrote opens with its network, its images and its stages', async () => {
  const files = memoryFiles();
  for (const name of await readdir(fixture)) await files.writeSafely(`runs/20260101-000000/${name}`, [await readFile(`${fixture}/${name}`)]);
  const kept = await KeptRun.open(files, '20260101-000000');
  expect(kept.run.config.preprocessing).toEqual({ imageSize: 48, resizeSize: 54, interpolation: 'bicubic', mean: [0.5, 0.4, 0.3], std: [0.2, 0.25, 0.3] });
  expect(await kept.summary(false)).toMatchObject({ state: 'paused', architecture: 'resnet20', classes: ['ants', 'bees'], stages: [{ name: 'head' }] });
  const network = buildModel(kept.run.config.model);
  expect(network.classes).toBe(2);
  disposeModule(network);
});
