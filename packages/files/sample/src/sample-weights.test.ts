import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from 'vitest';

import { SampleWeightsError, sampleWeights } from './sample-weights.ts';

test('the path of the weights is given when the file is there, else an error that names it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attune-weights-'));
  const path = join(folder, 'resnet20.safetensors');
  const look = () => sampleWeights(pathToFileURL(`${folder}/`));
  expect(look).toThrow(SampleWeightsError);
  expect(look).toThrow(path);
  await writeFile(path, '');
  expect(look()).toBe(path);
  await rm(folder, { recursive: true });
});
