import { refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { focused } from './focused.ts';

export interface BinaryCrossEntropyOptions {
  /** [K]. Multiplies what an image that has the class adds to the loss, as torch's `pos_weight`. */
  readonly positiveWeights?: tf.Tensor1D | undefined;
  /** ε in (1 − ε)·target + ε / 2. */
  readonly labelSmoothing?: number | undefined;
  /** γ of the focal loss, as in `crossEntropy`; torchvision's `sigmoid_focal_loss` without its α.
   * Default: 0. */
  readonly focal?: number | undefined;
}

const options = { positiveWeights: true, labelSmoothing: true, focal: true } satisfies Record<keyof BinaryCrossEntropyOptions, true>;

/** Mean binary cross-entropy in nats over images and classes, from logits: finite for any finite
 * logits. Each class is there or not, whatever the others are.
 *
 * logits [N, K], targets [N, K] in [0, 1] → scalar, as torch's `BCEWithLogitsLoss`.
 * @throws {UnknownOptionError} when an option does not exist. */
export function binaryCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D, given: BinaryCrossEntropyOptions = {}): tf.Scalar {
  refuseUnknownOptions('binaryCrossEntropy', given, options);
  const { positiveWeights, labelSmoothing = 0, focal = 0 } = given;
  const target = labelSmoothing === 0 ? targets : tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / 2);
  // A sigmoid is a softmax beside a logit of 0: [N, K, 2], there and not there.
  const logProbabilities = focused(tf.logSoftmax(tf.stack([logits, tf.zerosLike(logits)], 2)), focal);
  const there = positiveWeights === undefined ? target : tf.mul(target, positiveWeights);
  const losses = tf.mul(logProbabilities, tf.stack([there, tf.sub(1, target)], 2));
  return tf.div(tf.neg(tf.sum(losses)), logits.size);
}
