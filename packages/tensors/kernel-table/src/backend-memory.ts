import * as tf from '@tensorflow/tfjs-core';

/** The memory of a backend, where it is known and has an end. */
export interface BackendMemory {
  /** What it can hold. */
  readonly limitBytes: number;
  /** What tensors and kernels hold now. */
  readonly usedBytes: number;
  /** Begins to measure: the function says the most that has been held at once since. A later
   * measurement ends this one. */
  readonly measurePeak: () => () => number;
}

/** The current backend's memory, which it describes as `bounded` in tfjs's `memory()`; null where
 * it has no end, or does not say. */
export function backendMemory(): BackendMemory | null {
  const { bounded = null } = tf.memory() as tf.MemoryInfo & { readonly bounded?: BackendMemory };
  return bounded;
}
