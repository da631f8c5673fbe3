import { host } from '#host';

import type { KernelMemory, Kernels, RunningKernels } from './kernels.ts';
import { unpack } from './unpack.ts';

/** Each build is loaded when it is tried: a page fetches the one that it runs. */
const builds = {
  relaxed: () => import('../generated/relaxed-simd.ts'),
  plain: () => import('../generated/plain-simd.ts'),
};

/** The module's exports. `job`, `args` and `scratch` are addresses in the shared memory. */
interface KernelExports {
  /** Grows downwards: each thread's begins at the end of its scratch. */
  readonly __stack_pointer: { value: number };
  tileRows(): number;
  lanes(): number;
  leastColumns(): number;
  runAlone(task: number, args: number, items: number, scratch: number): void;
  runShared(job: number, task: number, args: number, items: number, scratch: number): void;
}

/** The fastest wasm build that this engine takes, or undefined where it takes none. `relaxed` adds
 * products with one rounding, which some engines cannot; `plain` with two. */
export async function wasmKernels(mayRelax: boolean): Promise<Kernels | undefined> {
  if (mayRelax) {
    host.enableRelaxedSimd();
    const module = await compile(await builds.relaxed());
    if (module !== undefined) return { instructions: 'relaxed', start: (place) => start(module, place) };
  }
  const module = await compile(await builds.plain());
  return module && { instructions: 'plain', start: (place) => start(module, place) };
}

async function compile(packed: { readonly base64: string }): Promise<WebAssembly.Module | undefined> {
  const bytes = await unpack(packed);
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : undefined;
}

async function start(module: WebAssembly.Module, { memory, job, scratches, scratchBytes }: KernelMemory): Promise<RunningKernels> {
  const [scratch, ...others] = scratches as readonly [number, ...number[]];
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  kernels.__stack_pointer.value = scratch + scratchBytes;
  const threads = await Promise.all(others.map((each) => host.startThread({ module, memory, job, scratch: each, stack: each + scratchBytes })));
  return {
    tile: { rows: kernels.tileRows(), lanes: kernels.lanes(), leastColumns: kernels.leastColumns() },
    threads: scratches.length,
    run: (task, args, items) =>
      items === 1 || threads.length === 0 ? kernels.runAlone(task, args, items, scratch) : kernels.runShared(job, task, args, items, scratch),
    stop: () => threads.forEach((thread) => thread.stop()),
  };
}
