import * as tf from '@tensorflow/tfjs-core';

import { differentiable } from './differentiable.ts';

/** Maximum along one axis whose gradient goes to the first of equal maxima, as `torch.max(dim)` and
 * `adaptive_max_pool2d`; tfjs's own gives every one of them the full gradient.
 *
 * [..., S, ...] → the same without `axis`. */
export function maximum<T extends tf.Tensor>(input: tf.Tensor, axis: number): T {
  return differentiable<T>([input], (save) => {
    save([tf.argMax(input, axis)]);
    return { value: tf.max<T>(input, axis), gradient: (dy, [first]) => [tf.mul(firstMask(first!, input.shape, axis), tf.expandDims(dy, axis))] };
  });
}

/** 1 where the position along `axis` is the index in `first`, else 0. */
function firstMask(first: tf.Tensor, shape: readonly number[], axis: number): tf.Tensor {
  const along = shape.map((size, index) => (index === axis ? size : 1));
  const positions = tf.reshape(tf.range(0, shape[axis]!, 1, 'int32'), along);
  return tf.cast(tf.equal(positions, tf.expandDims(first, axis)), 'float32');
}
