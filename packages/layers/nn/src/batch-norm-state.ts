import type * as tf from '@tensorflow/tfjs-core';

/** What a batch norm keeps: an affine map and the statistics that stand in for a
 * batch's. Each [C]. */
export interface BatchNormState {
  readonly weight: tf.Variable<tf.Rank.R1>;
  readonly bias: tf.Variable<tf.Rank.R1>;
  readonly running_mean: tf.Variable<tf.Rank.R1>;
  readonly running_var: tf.Variable<tf.Rank.R1>;
}

/** Of one batch. */
export interface BatchStatistics {
  readonly mean: tf.Tensor1D;
  /** Biased: divided by `count`. */
  readonly variance: tf.Tensor1D;
  /** Values a channel. */
  readonly count: number;
}
