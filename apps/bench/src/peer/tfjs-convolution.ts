import * as tf from '@tensorflow/tfjs-core';

import { wave } from '../work/inputs.ts';
import type { ConvolutionWork } from '../work/work.ts';

/** A convolution by tfjs's public operations on whatever backend is current: the program is the same for Attune's kernels and tfjs's own. */
export function repeatConvolution(work: ConvolutionWork): () => Promise<void> {
  const { batch, imageSize, inChannels, outChannels, kernelSize, stride } = work;
  const input = tf.tensor4d(wave(batch * imageSize ** 2 * inChannels), [batch, imageSize, imageSize, inChannels]);
  const filter = tf.tensor4d(wave(kernelSize ** 2 * inChannels * outChannels), [kernelSize, kernelSize, inChannels, outChannels]);
  const convolve = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same');
  const upstream = tf.tidy(() => tf.onesLike(convolve(input, filter)));
  if (work.pass === 'forward') return () => readAndFree([convolve(input, filter)]);
  const gradient = tf.valueAndGrads((x: tf.Tensor, w: tf.Tensor) => convolve(x, w));
  return () => {
    const { value, grads } = gradient([input, filter], upstream);
    return readAndFree([value, ...grads]);
  };
}

/** Waits until the results exist: one value of each is read. */
async function readAndFree(results: readonly tf.Tensor[]): Promise<void> {
  for (const result of results) {
    const first = tf.slice(tf.reshape(result, [-1]), 0, 1);
    await first.data();
    first.dispose();
    result.dispose();
  }
}
