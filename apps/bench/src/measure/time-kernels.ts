import * as tf from '@tensorflow/tfjs-core';

/** Time spent in kernels of one name. */
export interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  /** Of the calls themselves, not of kernels they call. */
  readonly seconds: number;
}

/** Wraps every kernel of the current backend in a clock, and gives what reads and resets it.
 *
 * A kernel that ends before its work does (a graphics card's) is timed wrongly: for the
 * wasm and cpu backends. */
export function timeKernels(): () => KernelTime[] {
  const clock = new KernelClock();
  const backendName = tf.getBackend();
  for (const config of tf.getKernelsForBackend(backendName)) {
    tf.unregisterKernel(config.kernelName, backendName);
    tf.registerKernel({ ...config, kernelFunc: (inputs) => clock.time(config.kernelName, () => config.kernelFunc(inputs)) });
  }
  return () => clock.take();
}

class KernelClock {
  #times = new Map<string, { calls: number; seconds: number }>();
  /** Seconds that the kernels called by each running kernel took. */
  readonly #inner: number[] = [];

  time<T>(kernel: string, run: () => T): T {
    this.#inner.push(0);
    const started = performance.now();
    const result = run();
    const seconds = (performance.now() - started) / 1000;
    const inner = this.#inner.pop()!;
    if (this.#inner.length > 0) this.#inner[this.#inner.length - 1]! += seconds;
    const { calls, seconds: before } = this.#times.get(kernel) ?? { calls: 0, seconds: 0 };
    this.#times.set(kernel, { calls: calls + 1, seconds: before + seconds - inner });
    return result;
  }

  take(): KernelTime[] {
    const times = [...this.#times].map(([kernel, time]) => ({ kernel, ...time })).toSorted((a, b) => b.seconds - a.seconds);
    this.#times = new Map();
    return times;
  }
}
