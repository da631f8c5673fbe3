import { hasKernel, runKernel } from '@attune/kernel-table';
import { differentiable, maximum } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Order of the two maps that the spatial convolution reads: the authors' code stacks [max, mean],
 * the paper's formula and timm [mean, max]. */
export type MapOrder = 'max-mean' | 'mean-max';

/** Which of the two maps is the mean. */
export function meanPlace(order: MapOrder): 0 | 1 {
  return order === 'mean-max' ? 0 : 1;
}

/** Means over all positions, then maxima, of which the first of equals gets the gradient:
 * [N, H, W, C] → [2N, 1, 1, C]. One pass forward and one back where the backend can. */
export function positionPools(input: tf.Tensor4D): tf.Tensor4D {
  if (hasKernel('AttunePositionPools')) return fusedPositionPools(input);
  const [count, height, width, channels] = input.shape;
  const positions = tf.reshape(input, [count, height * width, channels]);
  return tf.reshape(tf.concat([tf.mean(tf.mean(input, 2), 1), maximum(positions, 1)], 0), [2 * count, 1, 1, channels]);
}

/** Mean and maximum over the channels: [N, H, W, C] → [N, H, W, 2]. */
export function channelPools(input: tf.Tensor4D, order: MapOrder): tf.Tensor4D {
  if (hasKernel('AttuneChannelPools')) return fusedChannelPools(input, meanPlace(order));
  const mean = tf.mean<tf.Tensor4D>(input, 3, true);
  const peak = tf.expandDims<tf.Tensor4D>(maximum(input, 3), 3);
  return tf.concat(order === 'max-mean' ? [peak, mean] : [mean, peak], 3);
}

function fusedPositionPools(input: tf.Tensor4D): tf.Tensor4D {
  const { shape } = input;
  return differentiable<tf.Tensor4D>([input], (save) => {
    const [value, places] = runKernel('AttunePositionPools', { x: input }, {});
    save([places]);
    return { value, gradient: (dy, [where]) => [runKernel('AttunePositionPoolsGrad', { dy, places: where! }, { shape })] };
  });
}

function fusedChannelPools(input: tf.Tensor4D, meanAt: 0 | 1): tf.Tensor4D {
  const { shape } = input;
  return differentiable<tf.Tensor4D>([input], (save) => {
    const [value, places] = runKernel('AttuneChannelPools', { x: input }, { meanAt });
    save([places]);
    return { value, gradient: (dy, [where]) => [runKernel('AttuneChannelPoolsGrad', { dy, places: where! }, { meanAt, shape })] };
  });
}
