import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

import { printTimeAsleep } from '../../../../tools/testing/kernels/while-asleep.ts';
import { instructionSets } from './on-native.ts';

const addon = fileURLToPath(new URL(`../prebuilt/${process.platform}-${process.arch}.node`, import.meta.url));

/** Three threads of the pool on a memory of their own, without tfjs. The pool is at address 64,
 * arguments at 4000, scratch from 2²⁰ on. */
const startPool = `
const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
const words = new Int32Array(memory.buffer);
const floats = new Float32Array(memory.buffer);
const reluTask = 18;
const startPool = (build) =>
  require('${addon}').start(new Uint8Array(memory.buffer), build, 64, Uint32Array.from([2 ** 20, 2 ** 20 + 65536, 2 ** 20 + 131072]), 65536);
const runJob = (pool, round) => {
  floats.fill(round, 50000, 60000);
  words.set([200000, 0, 240000 + 40000, 10000, 1, 500], 1000);
  pool.run(reluTask, 4000, 20);
  for (let index = 0; index < 10000; index++) if (floats[70000 + index] !== round) throw new Error('round ' + round + ' lost item ' + Math.floor(index / 500));
};
`;

const manyJobs = (build: number) => `${startPool}
const pool = startPool(${build});
if (pool.threads !== 3) throw new Error(pool.threads + ' threads');
for (let round = 1; round <= 2000; round++) runJob(pool, round);
${printTimeAsleep(200)}`;

const inWorker = (ending: string) => `
const { Worker } = require('node:worker_threads');
const source = ${JSON.stringify(`${startPool}
const pool = startPool(0);
const { parentPort } = require('node:worker_threads');
for (let round = 1; round <= 50; round++) runJob(pool, round);
parentPort.postMessage('ready');
`)} + ${JSON.stringify(ending)};
const once = () => new Promise((resolve, reject) => {
  const worker = new Worker(source, { eval: true });
  worker.once('error', reject);
  worker.once('message', () => worker.terminate().then(resolve));
});
once().then(once).then(once).then(() => console.log('ended'));
`;

/** What a program prints; it fails where the program does, or does not end. */
async function printedBy(program: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 600_000 });
  expect(stderr).toBe('');
  return stdout.trim();
}

describe.each([...instructionSets.entries()])('three threads (build %d, %s)', (build) => {
  it('lose no item of two thousand jobs; then sleep (under 50 ms of processor time in half a second) and let their process end', async () => {
    expect(Number(await printedBy(manyJobs(build)))).toBeLessThan(50);
  });
});

describe('threads end', () => {
  it('with a process that ends at once, and with one that is told to', async () => {
    expect(await printedBy(`${startPool} runJob(startPool(0), 1); console.log('ended');`)).toBe('ended');
    expect(await printedBy(`${startPool} runJob(startPool(0), 1); console.log('ended'); process.exit(0);`)).toBe('ended');
  });

  it('when they are stopped, and others start in their place', async () => {
    const again = `${startPool} for (let round = 1; round < 50; round++) { words.fill(0, 16, 1000); const pool = startPool(0); runJob(pool, round); pool.stop(); } console.log('ended');`;
    expect(await printedBy(again)).toBe('ended');
  });

  it.each([
    { worker: 'that waits', ending: 'setInterval(() => {}, 1000);' },
    { worker: 'in the middle of jobs', ending: 'for (let round = 51; ; round++) runJob(pool, round);' },
  ])('with a worker $worker and is terminated, three times over', async ({ ending }) => {
    expect(await printedBy(inWorker(ending))).toBe('ended');
  });
});
