/** What a thread needs to start: the compiled kernels and where in the shared memory its job, its
 * scratch and its stack are. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly job: number;
  readonly scratch: number;
  /** Where the stack begins, which grows downwards. */
  readonly stack: number;
}

/** A thread that serves jobs until it is stopped. It never keeps its process alive. */
export interface Thread {
  stop(): void;
}

/** What threads and vector instructions need of the place the program runs in. */
export interface Host {
  coreCount(): number;
  /** Whether the calling thread may sleep until others are done. */
  mayWait(): boolean;
  /** Turns on relaxed SIMD where that takes a switch. Before anything is compiled. */
  enableRelaxedSimd(): void;
  /** Starts a thread; resolves once it serves. */
  startThread(start: ThreadStart): Promise<Thread>;
}
