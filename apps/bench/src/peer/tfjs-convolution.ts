import * as tf from '@tensorflow/tfjs-core';

import { wave } from '../work/inputs.ts';
import type { ConvolutionWork } from '../work/work.ts';

/** A convolution by tfjs's public operations on the wasm or cpu backend, whose results exist when a
 * call returns. The program is the same for Attune's kernels and tfjs's own. */
export function repeatConvolution(work: ConvolutionWork): () => Promise<void> {
  const { batch, imageSize, inChannels, outChannels, kernelSize, stride } = work;
  const input = tf.tensor4d(wave(batch * imageSize ** 2 * inChannels), [batch, imageSize, imageSize, inChannels]);
  const filter = tf.tensor4d(wave(kernelSize ** 2 * inChannels * outChannels), [kernelSize, kernelSize, inChannels, outChannels]);
  const convolve = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same');
  const upstream = tf.tidy(() => tf.onesLike(convolve(input, filter)));
  if (work.pass === 'forward') return async () => convolve(input, filter).dispose();
  const gradient = tf.valueAndGrads((x: tf.Tensor, w: tf.Tensor) => convolve(x, w));
  return async () => {
    const { value, grads } = gradient([input, filter], upstream);
    tf.dispose([value, ...grads]);
  };
}
