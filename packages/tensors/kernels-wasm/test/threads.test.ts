import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { printTimeAsleep } from '../../../../tools/testing/kernels/while-asleep.ts';
import { base64 } from '../src/generated/plain-simd.ts';
import { startWasm } from '../src/start-wasm.ts';

/** Two threads of the pool on a memory of their own, without tfjs. Serving starts at
 * address 64, scratch at 4096. */
const program = `
const { Worker } = require('node:worker_threads');
const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
const module_ = new WebAssembly.Module(require('node:zlib').inflateRawSync(Buffer.from('${base64}', 'base64')));
const { runShared } = new WebAssembly.Instance(module_, { env: { memory } }).exports;
const source = "const { module, memory } = require('node:worker_threads').workerData; new WebAssembly.Instance(module, { env: { memory } }).exports.serve(64, 65536);";
new Worker(source, { eval: true, workerData: { module: module_, memory } }).unref();
const words = new Int32Array(memory.buffer);
const floats = new Float32Array(memory.buffer);
const reluTask = 18;
setTimeout(() => {
  for (let round = 1; round <= 2000; round++) {
    floats.fill(round, 50000, 60000);
    words.set([200000, 0, 240000 + 40000, 10000, 1, 500], 1000);
    runShared(64, reluTask, 4000, 20, 4096);
    for (let index = 0; index < 10000; index++) if (floats[70000 + index] !== round) throw new Error('round ' + round + ' lost item ' + Math.floor(index / 500));
  }
  ${printTimeAsleep(0)}
}, 200);
`;

it('two thousand jobs lose no item; then the pool sleeps (under 50 ms of processor time in half a second) and lets its process end', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program]);
  expect(Number(stdout)).toBeLessThan(50);
});

it('starting again with other threads keeps tensors and leaves no global behind', async () => {
  await startWasm({ threads: 1 });
  const x = tf.tensor1d([1, 2, 3]);
  expect((await startWasm({ threads: 2 })).threads).toBe(2);
  expect([...tf.tidy(() => tf.add(x, 1).dataSync())]).toEqual([2, 3, 4]);
  expect('Worker' in globalThis).toBe(false);
});
