import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runInChromium } from '../../../../tools/testing/chromium.ts';
import type { TrainedInPage, TrainingTask } from './train-on.ts';

const require = createRequire(import.meta.url);
const wasmFolder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
const files = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map((name) => join(wasmFolder, name));

/** Trains in an isolated page of Chromium, where threads may share memory. */
export function trainInChromium(task: TrainingTask): Promise<TrainedInPage> {
  return runInChromium({ entry: fileURLToPath(new URL('../in-chromium/train.ts', import.meta.url)), isolated: true, files, message: task });
}
