import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { floatsOf, zeros } from '../heap.ts';

type Shape4D = [number, number, number, number];

/** Gradient of a depthwise convolution's input: dy [N, H', W', C·M] and filter [R, S, C, M] →
 * [N, H, W, C]. tfjs's wasm backend has no such kernel. */
export function depthwiseBackpropInput({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { strides, dilations, pad, inputShape, dimRoundingMode } = attrs as unknown as tf.DepthwiseConv2dNativeBackpropInputAttrs;
  const wasm = backend as BackendWasm;
  const convolution = tf.backend_util.computeConv2DInfo(inputShape, inputs.filter!.shape as Shape4D, strides, dilations, pad, dimRoundingMode, true);
  const output = zeros(wasm, inputShape);
  const [dy, filter, dx] = [floatsOf(wasm, inputs.dy!), floatsOf(wasm, inputs.filter!), floatsOf(wasm, output)];
  forEachProduct(convolution, (input, weight, result) => (dx[input] = dx[input]! + dy[result]! * filter[weight]!));
  return output;
}

/** Gradient of a depthwise convolution's filter: x [N, H, W, C] and dy [N, H', W', C·M] →
 * [R, S, C, M]. tfjs's wasm backend has no such kernel. */
export function depthwiseBackpropFilter({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { strides, dilations, pad, filterShape, dimRoundingMode } = attrs as unknown as tf.DepthwiseConv2dNativeBackpropFilterAttrs;
  const wasm = backend as BackendWasm;
  const convolution = tf.backend_util.computeConv2DInfo(inputs.x!.shape as Shape4D, filterShape, strides, dilations, pad, dimRoundingMode, true);
  const output = zeros(wasm, filterShape);
  const [x, dy] = [floatsOf(wasm, inputs.x!), floatsOf(wasm, inputs.dy!)];
  const sums = new Float64Array(tf.util.sizeFromShape(filterShape));
  forEachProduct(convolution, (input, weight, result) => (sums[weight] = sums[weight]! + x[input]! * dy[result]!));
  floatsOf(wasm, output).set(sums);
  return output;
}

/** Calls `visit` with the flat positions of every product that the convolution sums. */
function forEachProduct(convolution: tf.backend_util.Conv2DInfo, visit: (input: number, weight: number, result: number) => void): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth } = convolution;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = convolution;
  const multiplier = outChannels / inChannels;
  for (let position = 0; position < batchSize * outHeight * outWidth; position++) {
    const column = position % outWidth;
    const row = Math.floor(position / outWidth) % outHeight;
    const image = Math.floor(position / (outWidth * outHeight));
    for (let tap = 0; tap < filterHeight * filterWidth; tap++) {
      const y = row * strideHeight - padInfo.top + Math.floor(tap / filterWidth) * dilationHeight;
      const x = column * strideWidth - padInfo.left + (tap % filterWidth) * dilationWidth;
      if (y < 0 || y >= inHeight || x < 0 || x >= inWidth) continue;
      const pixel = ((image * inHeight + y) * inWidth + x) * inChannels;
      for (let channel = 0; channel < outChannels; channel++) {
        visit(pixel + Math.floor(channel / multiplier), tap * outChannels + channel, position * outChannels + channel);
      }
    }
  }
}
