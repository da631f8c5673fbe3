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
  const elsewhere = labelSmoothing / classes;
  // Without the type the table is int32, and backends with typed memory cut its fractions to 0.
  const target = tf.oneHot(labels, classes, 1 - labelSmoothing + elsewhere, elsewhere, 'float32');
  return tf.mean(tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), target), 1)));
}
