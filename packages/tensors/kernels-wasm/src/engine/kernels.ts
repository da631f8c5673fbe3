import type { TileShape } from '../convolution/sizes.ts';

/** Where kernels work: the wasm backend's memory, and places in it. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Address of 4096 zeros, through which threads share a job. */
  readonly job: number;
  /** Address of `scratchBytes` for each thread, the calling one first. */
  readonly scratches: readonly number[];
  readonly scratchBytes: number;
}

/** The tasks of `source/tasks.h`, built for one instruction set. */
export interface Kernels {
  /** The instruction set: `relaxed` or `plain` wasm SIMD, `x86-64-v4` … */
  readonly instructions: string;
  /** Takes up the memory and starts its threads. */
  start(place: KernelMemory): Promise<RunningKernels>;
}

/** Kernels at work. Every item is computed alike on every thread. */
export interface RunningKernels {
  readonly tile: TileShape;
  /** Threads that share the work, the calling one included. */
  readonly threads: number;
  /** Runs every item of a task; `args` is the address of its fields. */
  run(task: number, args: number, items: number): void;
  /** Ends the other threads. */
  stop(): void;
}
