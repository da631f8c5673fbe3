import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { featureFiles } from './feature-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-features-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('featureFiles', () => {
  it('gives back the bits that went in, in any order, and leaves no file in the folder', async () => {
    const numbers = (await featureFiles(folder, 2 ** 20).open(12))!;
    expect(await readdir(folder)).toEqual([]);
    await numbers.write(8, Float32Array.of(-0, Number.NaN, 1e-42, Infinity));
    await numbers.write(0, Float32Array.of(1, 2, 3, 4));
    const [late, early] = [new Float32Array(4), new Float32Array(3)];
    await numbers.read(8, late);
    await numbers.read(1, early);
    expect([...late]).toEqual([-0, Number.NaN, Math.fround(1e-42), Infinity]);
    expect([...early]).toEqual([2, 3, 4]);
    await numbers.close();
  });

  it('has no room beyond its budget, and room again when something is closed', async () => {
    const spill = featureFiles(folder, 100);
    expect(await spill.open(26)).toBeNull();
    const first = (await spill.open(20))!;
    expect(await spill.open(20)).toBeNull();
    await first.close();
    const second = await spill.open(20);
    expect(second).not.toBeNull();
    await second!.close();
  });
});
