import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { killLoop } from '../src/kill/kill-loop.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-kill-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

it('a run that is killed four times at random moments and resumed ends with the bits of the uninterrupted one', async () => {
  const result = await killLoop({ folder, kills: 4, architecture: 'resnet20', backend: 'wasm', threads: 2, seed: 5 });
  expect(result).toMatchObject({ kills: 4, differing: 0, files: 4 });
});
