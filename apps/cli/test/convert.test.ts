import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readCheckpoint, summarise } from '@attune/checkpoint';
import { sampleWeights } from '@attune/sample';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
});

afterAll(() => rm(root, { recursive: true }));

async function sumsOf(path: string): Promise<Record<string, unknown>> {
  const { tensors } = await readCheckpoint(path);
  return Object.fromEntries(await Promise.all(tensors.map(async (entry) => [entry.name, summarise(await entry.read())])));
}

describe('convert', () => {
  it('safetensors to torch and back, through float32, is the same weights to the bit, and says so', async () => {
    const [torch, back] = [join(root, 'sample.pth'), join(root, 'sample.safetensors')];
    const there = await runAttune('convert', 'sample', torch, '--dtype', 'f32', '--json');
    expect(there.code).toBe(0);
    expect(JSON.parse(there.stdout)).toMatchObject({ tensors: 116, largestDifference: 0 });
    expect((await readCheckpoint(torch)).format).toBe('torch-zip');
    expect((await runAttune('convert', torch, back, '--dtype', 'f16')).code).toBe(0);
    expect(await sumsOf(back)).toEqual(await sumsOf(sampleWeights()));
  });

  it('what rounding costs is told', async () => {
    const { stdout } = await runAttune('convert', 'sample', join(root, 'brain.safetensors'), '--dtype', 'bf16', '--json');
    const { largestDifference } = JSON.parse(stdout) as { largestDifference: number };
    expect(largestDifference).toBeGreaterThan(0);
    expect(largestDifference).toBeLessThanOrEqual(2 ** -8);
  });

  it('a suffix that says no format, and a folder that is no run, are refused', async () => {
    expect(await runAttune('convert', 'sample', join(root, 'sample.xyz'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.safetensors, .pth') as string,
    });
    expect(await runAttune('export', root)).toMatchObject({ code: 2, stderr: expect.stringContaining('is no run') as string });
  });
});
