import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import type { Host, Thread, ThreadStart } from './host.ts';

// Source, not a file: it is the same from `src`, `dist` and a bundle. A worker made from source is
// CommonJS in Node: `module` is taken there, and in Bun and Deno cannot be declared anew.
const source = `
const { parentPort, workerData: { module: program, memory, job, scratch, stack } } = require('node:worker_threads');
const { serve, __stack_pointer } = new WebAssembly.Instance(program, { env: { memory } }).exports;
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

/** Node 20 has relaxed SIMD behind this switch; later ones have it on, and print an error about a
 * switch that they do not know. */
function enableRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** Node, Bun and Deno. */
export const host: Host = {
  coreCount: availableParallelism,
  mayWait: () => true,
  enableRelaxedSimd,
  startThread,
};
