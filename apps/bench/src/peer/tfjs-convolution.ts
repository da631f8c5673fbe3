import * as tf from '@tensorflow/tfjs-core';

import { wave } from '../workload/inputs.ts';
import type { ConvolutionWork } from '../workload/work.ts';

/** A convolution by tfjs's public operations on the wasm or cpu backend, whose results exist when a
 * call returns. The program is the same for Attune's kernels and tfjs's own. */
export function repeatConvolution(work: ConvolutionWork): () => Promise<void> {
  const { batch, imageSize, inChannels, outChannels, kernelSize, stride } = work;
  const input = tf.tensor4d(wave(batch * imageSize ** 2 * inChannels), [batch, imageSize, imageSize, inChannels]);
  const filter = tf.tensor4d(wave(kernelSize ** 2 * inChannels * outChannels), [kernelSize, kernelSize, inChannels, outChannels]);
  const convolve = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same');
  const upstream = tf.tidy(() => tf.onesLike(convolve(input, filter)));
  const fields = { strides: stride, pad: 'same', dataFormat: 'NHWC', inputShape: input.shape, filterShape: filter.shape };
  const alone = (kernel: string, inputs: tf.NamedTensorMap) => async () => tf.dispose(tf.engine().runKernel(kernel, inputs, fields));
  if (work.pass === 'input-gradient') return alone('Conv2DBackpropInput', { dy: upstream, filter });
  if (work.pass === 'filter-gradient') return alone('Conv2DBackpropFilter', { x: input, dy: upstream });
  if (work.pass === 'forward') return async () => convolve(input, filter).dispose();
  const gradient = tf.valueAndGrads((x: tf.Tensor, w: tf.Tensor) => convolve(x, w));
  return async () => {
    const { value, grads } = gradient([input, filter], upstream);
    tf.dispose([value, ...grads]);
  };
}
