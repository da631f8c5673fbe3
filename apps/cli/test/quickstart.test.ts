import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
});

afterAll(() => rm(root, { recursive: true }));

it('quickstart learns more than to look pictures up: on a style never seen it beats the nearest pixels and twice chance', async () => {
  const { code, stdout, stderr } = await runAttune('quickstart', '--out', join(root, 'emoji'), '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const result = JSON.parse(stdout) as { bestValidationAccuracy: number; chance: number; nearestNeighbourAccuracy: number; stages: { name: string }[] };
  expect(result.chance).toBe(0.125);
  expect(result.bestValidationAccuracy).toBeGreaterThan(2 * result.chance);
  expect(result.bestValidationAccuracy).toBeGreaterThan(result.nearestNeighbourAccuracy);
  expect(result.stages).toHaveLength(3);
});
