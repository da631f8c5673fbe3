import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { killDownloads } from '../src/kill/kill-downloads.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-kill-downloads-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('eight downloads killed with -9, alone, beside another and while the file changes, end whole: 0 lost, 0 silently wrong', async () => {
  const { rounds, outcomes, lost, silentlyWrong } = await killDownloads({ folder, rounds: 8, seed: 5 });
  expect({ rounds, lost, silentlyWrong }).toEqual({ rounds: 8, lost: [], silentlyWrong: [] });
  expect(Object.keys(outcomes).some((outcome) => outcome === 'alone, killed, then resumed')).toBe(true);
  expect(Object.keys(outcomes).filter((outcome) => /^(?:changed meanwhile|without a version), .*resumed$/u.test(outcome))).toEqual([]);
});
