import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { floatsOf, zeros } from '../heap.ts';

/** Gradient of a maximum pool: dy [N, H', W', C] and x [N, H, W, C] → [N, H, W, C]. The first of a
 * window's equal maxima gets its gradient, a NaN counts as the maximum, both as torch;
 * tfjs's own kernel gives it to the last, and drops it where no value is positive. */
export function composedMaxPoolGrad({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
  const wasm = backend as BackendWasm;
  const input = inputs.input!;
  const pool = tf.backend_util.computePool2DInfo(input.shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
  const output = zeros(wasm, input.shape);
  sendToFirstMaximum(floatsOf(wasm, input), floatsOf(wasm, inputs.dy!), floatsOf(wasm, output), pool);
  return output;
}

function sendToFirstMaximum(x: Float32Array, dy: Float32Array, dx: Float32Array, pool: tf.backend_util.Conv2DInfo): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels, strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = pool;
  let from = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * strideHeight - padInfo.top;
      for (let column = 0; column < outWidth; column++) {
        const left = column * strideWidth - padInfo.left;
        const window = {
          top: Math.max(0, top),
          bottom: Math.min(inHeight, top + filterHeight),
          left: Math.max(0, left),
          right: Math.min(inWidth, left + filterWidth),
        };
        for (let channel = 0; channel < inChannels; channel++, from++) {
          const target = firstMaximum(x, window, { firstRow: image * inHeight, width: inWidth, channels: inChannels, channel });
          if (target >= 0) dx[target] = dx[target]! + dy[from]!;
        }
      }
    }
  }
}

interface Window {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** One channel of one image. */
interface Plane {
  readonly firstRow: number;
  readonly width: number;
  readonly channels: number;
  readonly channel: number;
}

function firstMaximum(x: Float32Array, { top, bottom, left, right }: Window, { firstRow, width, channels, channel }: Plane): number {
  let best = -1;
  let maximum = -Infinity;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const position = ((firstRow + row) * width + column) * channels + channel;
      const value = x[position]!;
      if (best < 0 || value > maximum || Number.isNaN(value)) {
        best = position;
        maximum = value;
      }
    }
  }
  return best;
}
