import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { expectSameOnWasm, normal } from '../../../../tools/testing/kernels/on-both.ts';
import { startWasm } from './index.ts';

function smallNetworkGradients(): tf.Tensor[] {
  return tf.grads(smallNetworkLoss)([normal([2, 9, 9, 3], 1), normal([3, 3, 3, 4], 2), normal([3, 3, 4, 2], 3), normal([8, 5], 4)]);
}

function smallNetworkLoss(x: tf.Tensor, w: tf.Tensor, depthwise: tf.Tensor, dense: tf.Tensor): tf.Tensor {
  const first = tf.maxPool(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 1), 3, 2, 1);
  const second = tf.relu(tf.depthwiseConv2d(first, depthwise as tf.Tensor4D, 1, 'same'));
  return tf.mean(tf.square(tf.matMul(tf.mean(second, [1, 2]) as tf.Tensor2D, dense as tf.Tensor2D)));
}

/** Of the sum over 2×2 windows at stride 2, for a 2×2 image. */
function maxPoolGradient(values: number[], pad: number): number[] {
  const gradient = tf.grad((x) => tf.sum(tf.maxPool(x as tf.Tensor4D, 2, 2, pad)));
  return tf.tidy(() => [...gradient(tf.tensor4d(values, [1, 2, 2, 1])).dataSync()]);
}

describe('startWasm', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    Object.assign(tf.backend(), { firstUse: false }); // else it greets on the console
    const started = await startWasm();
    expect(started.simd).toBe('relaxed');
    expect(started.threads).toBeGreaterThanOrEqual(1);
  });

  it.each([
    { size: 7, filter: 3, stride: 1, pad: 1 as const },
    { size: 9, filter: 3, stride: 2, pad: 1 as const },
    { size: 8, filter: 1, stride: 1, pad: 0 as const },
    { size: 8, filter: 1, stride: 2, pad: 0 as const },
    { size: 15, filter: 7, stride: 2, pad: 3 as const },
    { size: 8, filter: 3, stride: 2, pad: 'same' as const },
    { size: 9, filter: 5, stride: 3, pad: 'valid' as const },
  ])('a convolution of $size² by $filter² at stride $stride has the gradients of the cpu backend within 1e-5', async ({ size, filter, stride, pad }) => {
    await expectSameOnWasm(() => {
      const gradients = tf.grads((x, w) => tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad))));
      return gradients([normal([2, size, size, 3], 1), normal([filter, filter, 3, 5], 2)]);
    }, 1e-5);
  });

  it('a small convolutional network has the gradients of the cpu backend within 1e-5, and leaves no tensor', async () => {
    await expectSameOnWasm(smallNetworkGradients, 1e-5);
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) tf.dispose(tf.tidy(smallNetworkGradients));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('the gradient of a maximum goes to the first of equal values, also where none is positive', async () => {
    await tf.setBackend('wasm');
    expect(maxPoolGradient([-3, -1, -1, -2], 0)).toEqual([0, 1, 0, 0]);
    expect(maxPoolGradient([0, 0, 0, 0], 0)).toEqual([1, 0, 0, 0]);
    expect(maxPoolGradient([-3, -1, -1, -2], 1)).toEqual([1, 1, 1, 1]);
  });
});
