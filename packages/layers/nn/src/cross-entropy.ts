import { refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { focused } from './focused.ts';

export interface CrossEntropyOptions {
  /** ε in (1 − ε)·onehot + ε / K over all K classes, the true one included, as torch and timm. */
  readonly labelSmoothing?: number;
  /** [K]. Multiplies what each class adds to the loss; the mean is then over the weights of the
   * true classes, as torch's `CrossEntropyLoss(weight)`. */
  readonly classWeights?: tf.Tensor1D | undefined;
  /** Images that are two in one (mixup, CutMix). */
  readonly mix?: LabelMix | undefined;
  /** γ of the focal loss: what each class adds is multiplied by (1 − p)^γ, so that what is known
   * already counts little. Default: 0, plain cross-entropy.
   * Source: Lin et al. 2017, arXiv:1708.02002, eq. 4, over a softmax. */
  readonly focal?: number | undefined;
}

const crossEntropyOptions = { labelSmoothing: true, classWeights: true, mix: true, focal: true } satisfies Record<keyof CrossEntropyOptions, true>;

/** Targets of images that were made of two: share · onehot(labels) + (1 − share) ·
 * onehot(partners). */
export interface LabelMix {
  /** [N] int32 of 0 … K − 1. */
  readonly partners: tf.Tensor1D;
  /** [N] in [0, 1]: how much of each image is its own. */
  readonly share: tf.Tensor1D;
}

/** Mean softmax cross-entropy in nats, from logits: finite for any finite logits.
 *
 * logits [N, K], labels [N] int32 of 0 … K − 1 → scalar. With `mix` and class weights together the
 * mean is over the images, as torch's is for class probabilities.
 * @throws {UnknownOptionError} when an option does not exist. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, options: CrossEntropyOptions = {}): tf.Scalar {
  refuseUnknownOptions('crossEntropy', options, crossEntropyOptions);
  const { classWeights, mix, focal = 0 } = options;
  const logProbabilities = focused(tf.logSoftmax(logits), focal);
  const target = smoothed(targets(labels, logits.shape[1], mix), options.labelSmoothing ?? 0);
  if (classWeights === undefined) return tf.mean(tf.neg(tf.sum(tf.mul(logProbabilities, target), 1)));
  const losses = tf.neg(tf.sum(tf.mul(logProbabilities, tf.mul(target, classWeights)), 1));
  return mix === undefined ? tf.div(tf.sum(losses), tf.sum(tf.gather(classWeights, labels))) : tf.mean(losses);
}

/** [N, K]. */
function targets(labels: tf.Tensor1D, classes: number, mix: LabelMix | undefined): tf.Tensor {
  const own = oneHot(labels, classes);
  if (mix === undefined) return own;
  const share = tf.expandDims(mix.share, 1);
  return tf.add(tf.mul(own, share), tf.mul(oneHot(mix.partners, classes), tf.sub(1, share)));
}

function smoothed(target: tf.Tensor, labelSmoothing: number): tf.Tensor {
  return labelSmoothing === 0 ? target : tf.add(tf.mul(target, 1 - labelSmoothing), labelSmoothing / target.shape[1]!);
}

/** Whole numbers, then a cast: tfjs's wasm kernel writes integers whatever type it is asked for. */
function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor {
  return tf.cast(tf.oneHot(labels, classes), 'float32');
}
