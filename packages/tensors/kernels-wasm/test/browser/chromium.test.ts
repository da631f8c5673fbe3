import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { hasChromium, runInChromium } from '../../../../../tools/testing/chromium.ts';
import { type StartedWasm, startWasm } from '../../src/start-wasm.ts';
import { type StepResult, step } from './step.ts';

const entry = fileURLToPath(new URL('worker.ts', import.meta.url));

function train(isolated: boolean): Promise<{ readonly started: StartedWasm; readonly result: StepResult }> {
  return runInChromium({ entry, isolated });
}

describe.skipIf(!hasChromium)('in a worker of a page in Chromium', () => {
  it('that is cross-origin isolated, a step uses every core and has the bits that Node has, and nothing but the bundle is served', async () => {
    const { started, result } = await train(true);
    expect(started).toEqual({ threads: availableParallelism(), simd: 'relaxed' });
    await startWasm();
    await tf.setBackend('wasm');
    expect(result).toEqual(step());
  });

  it('that is not isolated, a step runs on one thread, to the same loss within 1e-5', async () => {
    const { started, result } = await train(false);
    expect(started.threads).toBe(1);
    await startWasm();
    const { loss } = step();
    expect(Math.abs(result.loss - loss)).toBeLessThanOrEqual(1e-5 * loss);
  });
});
