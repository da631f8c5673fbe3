import { readCheckpoint } from '@attune/checkpoint';
import { describe, expect, it } from 'vitest';

import { fuzzCheckpoints } from '../src/fuzz/fuzz-checkpoints.ts';
import { seedFiles } from '../src/fuzz/seed-files.ts';

describe('mutated checkpoints', () => {
  it.each(seedFiles().filter(({ format }) => format !== 'shard index'))('the $format they come from is valid', async ({ bytes }) => {
    const { tensors } = await readCheckpoint(bytes);
    expect(tensors.length).toBeGreaterThan(0);
    for (const entry of tensors) await entry.readFloat32();
  });

  it('6,000 of them are read or refused by our own error, none in more than 2 s, and no prototype is touched', async () => {
    const { faults, readable, refused } = await fuzzCheckpoints({ files: 6000, seed: 11 });
    expect(faults).toEqual([]);
    expect(readable).toBeGreaterThan(100);
    expect(Object.keys(refused).length).toBeGreaterThan(4);
  });
});
