import { maximum } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** A gate is gain · sigmoid(scores). With 2, a score of 0 passes its input on unchanged, to the bit. */
export type Gain = 1 | 2;

/** Order of the two maps that the spatial convolution reads: the authors' code stacks [max, mean], the paper's formula and timm [mean, max]. */
export type MapOrder = 'max-mean' | 'mean-max';

/** Channel attention: which feature maps matter. The mean and the maximum over all positions pass one shared bottleneck; their scores are added before the sigmoid.
 *
 * input [N, H, W, C], bottleneck [N, 1, 1, C] → [N, 1, 1, C]; returns [N, H, W, C], each map scaled by its gate.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 2. */
export function gateChannels(input: tf.Tensor4D, bottleneck: (pooled: tf.Tensor4D) => tf.Tensor4D, gain: Gain): tf.Tensor4D {
  const [count, height, width, channels] = input.shape;
  const positions = tf.reshape(input, [count, height * width, channels]);
  const score = (pooled: tf.Tensor) => bottleneck(tf.reshape(pooled, [count, 1, 1, channels]));
  return tf.mul(input, gate(tf.add(score(tf.mean(tf.mean(input, 2), 1)), score(maximum(positions, 1))), gain));
}

/** Spatial attention: which positions matter. A convolution reads the maximum and the mean over channels.
 *
 * input [N, H, W, C], convolution [N, H, W, 2] → [N, H, W, 1]; returns [N, H, W, C], each position scaled by its gate.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 3. */
export function gatePositions(input: tf.Tensor4D, convolution: (maps: tf.Tensor4D) => tf.Tensor4D, gain: Gain, order: MapOrder): tf.Tensor4D {
  const mean = tf.mean<tf.Tensor4D>(input, 3, true);
  const peak = tf.expandDims<tf.Tensor4D>(maximum(input, 3), 3);
  const maps = tf.concat(order === 'max-mean' ? [peak, mean] : [mean, peak], 3);
  return tf.mul(input, gate(convolution(maps), gain));
}

function gate(scores: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  const open = tf.sigmoid(scores);
  return gain === 1 ? open : tf.mul(open, gain);
}
