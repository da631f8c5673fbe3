import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { hasChromium, runInChromium } from '../../../../../tools/testing/chromium.ts';
import { type StartedWasm, startWasm } from '../../src/start-wasm.ts';
import { type StepResult, step } from './step.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map((name) => join(wasmFolder, name));
const entry = fileURLToPath(new URL('worker.ts', import.meta.url));

function train(isolated: boolean): Promise<{ readonly started: StartedWasm; readonly result: StepResult }> {
  return runInChromium({ entry, isolated, files: wasmFiles });
}

describe.skipIf(!hasChromium)('in a worker of a page in Chromium', () => {
  it('that is cross-origin isolated, a step uses every core and has the bits that Node has', async () => {
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
