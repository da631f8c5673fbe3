import { decodeImage } from '@attune/data';
import { describe, expect, it } from 'vitest';

import { fuzzImages } from '../src/fuzz/fuzz-images.ts';
import { imageSeeds } from '../src/fuzz/image-seeds.ts';

describe('mutated images', () => {
  it('come from valid ones', async () => {
    for (const { format, bytes } of await imageSeeds()) expect((await decodeImage(bytes)).data.length, format).toBe(40 * 30 * 3);
  });

  it('1,700 of them are decoded or refused as broken, some of every kind refused', async () => {
    const { faults, formats, readable } = await fuzzImages({ files: 1700, seed: 5 });
    expect(faults).toEqual([]);
    expect(readable).toBeGreaterThan(100);
    for (const [format, { refused }] of Object.entries(formats)) expect(refused, format).toBeGreaterThan(0);
  });
});
