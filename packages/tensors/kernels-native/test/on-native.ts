import { type StartedWasm, startWasm } from '@attune/kernels-wasm';
import { beforeAll, describe, expect } from 'vitest';

import { nativeInstructions, nativeKernels } from '../src/native-kernels.ts';

export const instructionSets = nativeInstructions();

/** The kernels for one instruction set; whatever the environment says stays. */
export async function startNative(instructions: string, threads: number): Promise<StartedWasm> {
  const before = process.env['ATTUNE_NATIVE'];
  process.env['ATTUNE_NATIVE'] = instructions;
  try {
    return await startWasm({ threads, kernels: nativeKernels() });
  } finally {
    if (before === undefined) delete process.env['ATTUNE_NATIVE'];
    else process.env['ATTUNE_NATIVE'] = before;
  }
}

/** Facts about kernels, for each instruction set of this processor on one thread and on three; on
 * two: the proof. */
export function onNative(facts: () => void, numbers: readonly number[] = [1, 3]): void {
  const builds = instructionSets.flatMap((instructions) => numbers.map((threads) => ({ instructions, threads })));
  describe.each(builds)('$instructions with $threads threads', ({ instructions, threads }) => {
    beforeAll(async () => {
      expect(await startNative(instructions, threads)).toEqual({ threads, simd: instructions });
    });
    facts();
  });
}
