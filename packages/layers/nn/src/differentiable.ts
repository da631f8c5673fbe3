import * as tf from '@tensorflow/tfjs-core';

/** An operation with a gradient of its own: what it is worth, and how a gradient of the value
 * becomes one of each input. */
export interface Differentiable<T extends tf.Tensor> {
  readonly value: T;
  readonly gradient: (dy: T, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/** Puts one operation on the tape in place of the many that compute it. Only what
 * `save` is given lives until the backward pass; `gradient` answers in the order of
 * `inputs`, always for all of them. */
export function differentiable<T extends tf.Tensor>(inputs: readonly tf.Tensor[], compute: (save: (tensors: tf.Tensor[]) => void) => Differentiable<T>): T {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const { value, gradient } = compute(args.at(-1) as tf.GradSaveFunc);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy as T, saved) };
  });
  return operation(...inputs) as T;
}
