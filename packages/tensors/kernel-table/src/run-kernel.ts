import * as tf from '@tensorflow/tfjs-core';

import type { KernelName, KernelTable } from './kernel-table.ts';

/** Whether the current backend has this kernel. */
export function hasKernel(name: KernelName): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel that the current backend has. It has no gradient: on a tape, call it inside an
 * operation that brings its own.
 *
 * @throws tfjs's error where the backend has no such kernel; see {@link hasKernel}. */
export function runKernel<N extends KernelName>(name: N, inputs: KernelTable[N]['inputs'], attrs: KernelTable[N]['attrs']): KernelTable[N]['outputs'] {
  return tf.engine().runKernel<KernelTable[N]['outputs']>(name, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap);
}
