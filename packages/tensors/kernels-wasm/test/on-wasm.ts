import { beforeAll, describe, expect } from 'vitest';

import { startWasm } from '../src/start-wasm.ts';

const builds = [true, false].flatMap((relaxedSimd) => [1, 2].map((threads) => ({ threads, relaxedSimd })));

/** Facts about kernels, for each build of ours on one thread and on two. */
export function onWasm(facts: () => void): void {
  describe.each(builds)('with $threads threads and relaxed SIMD $relaxedSimd', ({ threads, relaxedSimd }) => {
    beforeAll(async () => {
      expect(await startWasm({ threads, relaxedSimd })).toEqual({ threads, simd: relaxedSimd ? 'relaxed' : 'plain' });
    });
    facts();
  });
}
