import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Piscina } from 'piscina';

import { requireOptions } from '../../errors.ts';
import type { ImageAnswer, ImageTask } from './image-task.ts';

export interface LoaderOptions {
  /** Threads that read, decode, resize and vary images beside the main thread. 0 leaves all but
   * decoding to the main thread. No pixel depends on it. Default: `defaultLoaderThreads()`. */
  readonly loaderThreads?: number | undefined;
}

/** Two, but none where training has use for every core: on two cores images wait for threads as
 * long as training waits for images without them. */
export function defaultLoaderThreads(): number {
  return availableParallelism() > 2 ? 2 : 0;
}

/** The number of threads to load with: none in a server's bundle, which has no module for them to
 * run beside it.
 *
 * @throws {DataOptionError} when it is not a whole number from 0 up. */
export function loaderThreadsIn({ loaderThreads = defaultLoaderThreads() }: LoaderOptions): number {
  const holds = Number.isInteger(loaderThreads) && loaderThreads >= 0;
  requireOptions([{ option: 'loaderThreads', value: loaderThreads, rule: 'a whole number from 0 up', holds }]);
  return existsSync(threadModule()) ? loaderThreads : 0;
}

/** As much of Piscina as is used here: its own declarations would draw Node's into every program
 * that is checked with `skipLibCheck: false`. */
export interface LoaderPool {
  /** Those that run. */
  readonly threads: readonly unknown[];
  run(task: ImageTask, config: { readonly transferList: ArrayBuffer[] }): Promise<ImageAnswer>;
}

/** Threads that have had nothing to do for so long end, so that none is left behind; a run that
 * comes back to them starts new ones in less than an image takes. */
const idleMs = 2000;

const pools = new Map<number, LoaderPool>();

/** The threads of this process that load images, so many of them: started when there is something
 * to do, and no reason for the process to stay alive once there is not. */
export function loaderPool(threads: number): LoaderPool {
  const known = pools.get(threads) ?? startPool(threads);
  pools.set(threads, known);
  return known;
}

function startPool(maxThreads: number): LoaderPool {
  return new Piscina({
    filename: threadModule(),
    name: 'answer',
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: Number.MAX_SAFE_INTEGER, // all that is asked lies with the threads, for the main thread hands out nothing during a training step
    atomics: 'disabled', // a thread that waits by them sleeps through its decoders
    recordTiming: false,
    execArgv: [], // a test's conditions would lead the built module to sources that no thread runs
  });
}

/** Node runs no TypeScript in a thread: beside the sources it is the built module that runs. Put
 * together without `new URL(…, import.meta.url)`, by which bundlers would copy the module alone. */
function threadModule(): string {
  const here = fileURLToPath(import.meta.url);
  return join(dirname(here), here.endsWith('.ts') ? '../../../dist/node/loader/image-thread.js' : 'image-thread.js');
}
