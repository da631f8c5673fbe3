import { parentPort, workerData } from 'node:worker_threads';

import { accumulators, operationsPerInstruction } from './roofline-loop.ts';

const iterations = 40_000_000;

const { exports } = await WebAssembly.instantiate(workerData as WebAssembly.Module);
const run = exports['run'] as (count: number) => number;
run(iterations / 100);
const started = performance.now();
run(iterations);
const gigaflops = (iterations * accumulators * operationsPerInstruction) / ((performance.now() - started) * 1e6);
parentPort!.postMessage(gigaflops);
