import * as tf from '@tensorflow/tfjs-core';

export interface CrossEntropyOptions {
  /** ε in (1 − ε)·onehot + ε / K over all K classes, the true one included, as torch and timm. */
  readonly labelSmoothing?: number;
}

/** Mean softmax cross-entropy in nats, from logits: finite for any finite logits.
 *
 * logits [N, K], labels [N] int32 of 0 … K − 1 → scalar. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, { labelSmoothing = 0 }: CrossEntropyOptions = {}): tf.Scalar {
  const classes = logits.shape[1];
  // Whole numbers, then a cast: tfjs's wasm kernel writes integers whatever type it is asked for.
  const whole = tf.cast(tf.oneHot(labels, classes), 'float32');
  const target = labelSmoothing === 0 ? whole : tf.add(tf.mul(whole, 1 - labelSmoothing), labelSmoothing / classes);
  return tf.mean(tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), target), 1)));
}
