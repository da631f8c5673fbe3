import { differentiable, hasKernel, maximum, runKernel } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Order of the two maps that the spatial convolution reads: the authors' code stacks [max, mean], the paper's formula and timm [mean, max]. */
export type MapOrder = 'max-mean' | 'mean-max';

/** Means over all positions, then maxima, of which the first of equals gets the gradient: [N, H, W, C] → [2N, 1, 1, C]. One pass forward and one back where the backend can. */
export function positionPools(input: tf.Tensor4D): tf.Tensor4D {
  const [count, height, width, channels] = input.shape;
  if (hasKernel('AttunePositionPools')) return fusedPools(input, 'AttunePositionPools', {});
  const positions = tf.reshape(input, [count, height * width, channels]);
  return tf.reshape(tf.concat([tf.mean(tf.mean(input, 2), 1), maximum(positions, 1)], 0), [2 * count, 1, 1, channels]);
}

/** Mean and maximum over the channels: [N, H, W, C] → [N, H, W, 2]. */
export function channelPools(input: tf.Tensor4D, order: MapOrder): tf.Tensor4D {
  if (hasKernel('AttuneChannelPools')) return fusedPools(input, 'AttuneChannelPools', { meanAt: order === 'mean-max' ? 0 : 1 });
  const mean = tf.mean<tf.Tensor4D>(input, 3, true);
  const peak = tf.expandDims<tf.Tensor4D>(maximum(input, 3), 3);
  return tf.concat(order === 'max-mean' ? [peak, mean] : [mean, peak], 3);
}

function fusedPools(input: tf.Tensor4D, kernel: string, attrs: Record<string, number>): tf.Tensor4D {
  return differentiable<tf.Tensor4D>([input], (save) => {
    const [value, places] = runKernel<[tf.Tensor4D, tf.Tensor]>(kernel, { x: input }, attrs);
    save([places]);
    const gradientAttrs = { ...attrs, shape: [...input.shape] };
    return { value, gradient: (dy, [where]) => [runKernel<tf.Tensor>(`${kernel}Grad`, { dy, places: where! }, gradientAttrs)] };
  });
}
