import { availableParallelism, cpus, totalmem } from 'node:os';

/** Where something was measured. */
export interface Host {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

export interface Machine extends Host {
  readonly memoryBytes: number;
  /** GFLOP/s that WebAssembly can reach here on the threads of the work. */
  readonly roofline: number;
}

export function describeHost(): Host {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
}

export function describeMachine(roofline: number): Machine {
  return { ...describeHost(), memoryBytes: totalmem(), roofline };
}
