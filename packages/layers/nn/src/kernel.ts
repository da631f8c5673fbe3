import * as tf from '@tensorflow/tfjs-core';

/** Whether the current backend has a kernel that is not among tfjs's own, such as those of `@attune/kernels-wasm`. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs such a kernel. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attrs: Readonly<Record<string, number | boolean | number[]>>,
): T {
  return tf.engine().runKernel(name, { ...inputs }, { ...attrs }) as tf.Tensor | tf.Tensor[] as T;
}
