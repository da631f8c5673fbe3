import { startWasm } from '@attune/kernels-wasm';
import { beforeAll, describe, expect, it } from 'vitest';

import { twentyLosses } from '../../../../tools/testing/kernels/twenty-losses.ts';
import { instructionSets, startNative } from './on-native.ts';

describe('twenty steps of a ResNet-20 with CBAM', () => {
  let onWasm: number[] = [];

  beforeAll(async () => {
    await startWasm({ threads: 2 });
    onWasm = twentyLosses();
  });

  it.each(instructionSets)('on %s have the losses of wasm within 1e-4, and the same bits with 1, 2 and 3 threads', async (instructions) => {
    await startNative(instructions, 1);
    const alone = twentyLosses();
    expect(new Set(alone).size).toBe(20);
    alone.forEach((loss, step) => expect(Math.abs(loss / onWasm[step]! - 1), `step ${step}`).toBeLessThan(1e-4));
    for (const threads of [2, 3]) {
      await startNative(instructions, threads);
      expect(twentyLosses()).toEqual(alone);
    }
  });
});
