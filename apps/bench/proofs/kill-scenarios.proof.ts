import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { killLoop } from '../src/kill/kill-loop.ts';
import { scenarios } from '../src/kill/scenarios.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-kill-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it.each([
  ['exports', 6],
  ['changed-data', 4],
  ['full-disk', 4],
] as const)('%s: of %i rounds none loses anything, and none is silently wrong', async (name, rounds) => {
  const result = await scenarios[name]!({ folder, rounds, seed: 5 });
  expect(result).toMatchObject({ rounds, lost: [], silentlyWrong: [] });
  expect(Object.values(result.outcomes).reduce((sum, count) => sum + count, 0)).toBe(rounds);
});

it('a run whose features are kept on the disk and that is killed three times ends with the bits of the uninterrupted one', async () => {
  const flags = ['--cache', '1', '--disk-cache', '64'];
  const size = { images: 64, epochs: '2,0,0' };
  const result = await killLoop({ folder, kills: 3, architecture: 'resnet20', backend: 'wasm', threads: 1, seed: 6, ...size, flags });
  expect(result).toMatchObject({ kills: 3, differing: 0, files: 2 });
});
