import * as tf from '@tensorflow/tfjs-core';

/** Mean of the squared errors over images and targets.
 *
 * outputs, targets [N, K] → scalar, as torch's `MSELoss`. */
export function meanSquaredError(outputs: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.square(tf.sub(outputs, targets)));
}

/** Mean of the errors over images and targets, half squared up to δ and straight beyond, so that
 * few wrong targets do not decide everything.
 *
 * outputs, targets [N, K] → scalar, as torch's `HuberLoss`.
 * @param delta δ, in the unit of the targets. */
export function huber(outputs: tf.Tensor2D, targets: tf.Tensor2D, delta: number): tf.Scalar {
  const error = tf.abs(tf.sub(outputs, targets));
  const near = tf.minimum(error, delta);
  return tf.mean(tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(error, near), delta)));
}
