import * as tf from '@tensorflow/tfjs-core';

import { ownedInput } from './owned-inputs.ts';

/** Gradient of a convolution's filter, made of kernels that tfjs has: x [N, H, W, C] and dy
 * [N, H', W', K] → [R, S, C, K]. tfjs's wasm backend has no such kernel. */
export function composedConv2DBackpropFilter({ inputs, attrs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { strides, pad, filterShape, dimRoundingMode } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const x = inputs.x!;
  const convolution = tf.backend_util.computeConv2DInfo(x.shape as Shape4D, filterShape, strides, 1, pad, dimRoundingMode);
  return tf.tidy(() => {
    const input = ownedInput<tf.Tensor4D>(x);
    const gradient = ownedInput<tf.Tensor4D>(inputs.dy!);
    return isPointwise(convolution) ? pointwise(input, gradient, filterShape) : correlate(input, gradient, convolution);
  });
}

type Shape4D = [number, number, number, number];

function isPointwise({ filterHeight, filterWidth, strideHeight, strideWidth, padInfo }: tf.backend_util.Conv2DInfo): boolean {
  const { top, bottom, left, right } = padInfo;
  return [filterHeight, filterWidth, strideHeight, strideWidth].every((size) => size === 1) && [top, bottom, left, right].every((size) => size === 0);
}

function pointwise(input: tf.Tensor4D, gradient: tf.Tensor4D, filterShape: Shape4D): tf.Tensor {
  const rows = tf.transpose(tf.reshape(input, [-1, filterShape[2]]));
  return tf.reshape(tf.matMul(rows, tf.reshape(gradient, [-1, filterShape[3]])), filterShape);
}

/** The images become channels and the channels images; dy slides over x with the stride
 * as its dilation. */
function correlate(input: tf.Tensor4D, gradient: tf.Tensor4D, convolution: tf.backend_util.Conv2DInfo): tf.Tensor {
  const { padInfo, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = convolution;
  const [images, , , channels] = input.shape;
  const padded = tf.pad(input, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  const reached = [images, (outHeight - 1) * strideHeight + filterHeight, (outWidth - 1) * strideWidth + filterWidth, channels];
  const source = tf.transpose(tf.slice(padded, [0, 0, 0, 0], reached), [3, 1, 2, 0]) as tf.Tensor4D;
  const filter = tf.transpose(gradient, [1, 2, 0, 3]) as tf.Tensor4D;
  return tf.transpose(tf.conv2d(source, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth]), [1, 2, 0, 3]);
}
