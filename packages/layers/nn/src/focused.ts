import * as tf from '@tensorflow/tfjs-core';

/** (1 − p)^γ · ln p, from ln p. A p of 1 adds nothing.
 *
 * Source: Lin et al. 2017, arXiv:1708.02002, eq. 4. */
export function focused<T extends tf.Tensor>(logProbabilities: T, gamma: number): T {
  if (gamma === 0) return logProbabilities;
  const left = tf.maximum(tf.sub(1, tf.exp(logProbabilities)), smallestRest);
  return tf.mul(tf.exp(tf.mul(tf.log(left), gamma)), logProbabilities);
}

/** Smaller shares have no logarithm that a float32 multiplies safely. */
const smallestRest = 1e-30;
