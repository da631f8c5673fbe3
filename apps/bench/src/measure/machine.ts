import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** GFLOP/s that WebAssembly can reach here on the threads of the work. */
  readonly roofline: number;
}

export function describeMachine(roofline: number): Machine {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memoryBytes: totalmem(), node: process.version, roofline };
}
