import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import type { Host, Thread, ThreadStart } from './host.ts';

// Source, not a file: it is the same from `src`, `dist` and a bundle. A worker made
// from source is CommonJS.
const source = `
const { parentPort, workerData: { module, memory, job, scratch, stack } } = require('node:worker_threads');
const { serve, __stack_pointer } = new WebAssembly.Instance(module, { env: { memory } }).exports;
__stack_pointer.value = stack;
parentPort.postMessage('serving');
serve(job, scratch);
`;

async function startThread(start: ThreadStart): Promise<Thread> {
  const worker = new Worker(source, { eval: true, workerData: start, execArgv: [] });
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  worker.unref();
  return { stop: () => void worker.terminate() };
}

/** Node. */
export const host: Host = {
  coreCount: availableParallelism,
  mayWait: () => true,
  // Node 20 has relaxed SIMD behind this switch, later ones have it on and know the
  // switch no more or ignore it.
  enableRelaxedSimd: () => setFlagsFromString('--experimental-wasm-relaxed-simd'),
  startThread,
};
