import { join } from 'node:path';

import { expect } from 'vitest';

import { runAttune } from './run-attune.ts';

/** A quickstart with these flags beats the nearest pixels and twice chance. */
export async function expectQuickstartLearns(folder: string, ...flags: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runAttune('quickstart', ...flags, '--out', join(folder, 'emoji'), '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const result = JSON.parse(stdout) as { bestValidationAccuracy: number; chance: number; nearestNeighbourAccuracy: number; stages: { name: string }[] };
  expect(result.chance).toBe(0.125);
  expect(result.bestValidationAccuracy).toBeGreaterThan(2 * result.chance);
  expect(result.bestValidationAccuracy).toBeGreaterThan(result.nearestNeighbourAccuracy);
  expect(result.stages).toHaveLength(3);
}
