import { describe, expect, it } from 'vitest';

import { fuzzCheckpoints, readAll } from '../src/fuzz/fuzz-checkpoints.ts';
import { seedFiles } from '../src/fuzz/seed-files.ts';

describe('mutated checkpoints', () => {
  it.each(seedFiles().filter(({ format }) => format !== 'shard index'))('the $format they come from is valid', async ({ bytes, beside }) => {
    await expect(readAll(bytes, beside)).resolves.toBeUndefined();
  });

  it('6,000 of them are read or refused by our own error, and no prototype is touched', async () => {
    const { faults, readable, refused } = await fuzzCheckpoints({ files: 6000, seed: 11 });
    expect(faults).toEqual([]);
    expect(readable).toBeGreaterThan(100);
    expect(Object.keys(refused).length).toBeGreaterThan(4);
  });
});
