import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { startWasm } from '../src/start-wasm.ts';
import { expectSameOnWasm, normal } from '../../../../tools/testing/kernels/on-both.ts';

function loss(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  return tf.sum(tf.square(tf.maxPool(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 1), 2, 2, 'valid')));
}

it("where tfjs's own wasm backend runs already its tensors stay, and composed kernels give the gradients of the cpu backend within 1e-5", async () => {
  await tf.setBackend('wasm');
  const early = tf.tensor1d([1, 2]);
  expect(await startWasm({ threads: 2 })).toEqual({ threads: 1, simd: 'none' });
  expect([...early.dataSync()]).toEqual([1, 2]);
  await expectSameOnWasm(() => tf.grads(loss)([normal([2, 9, 9, 3], 1), normal([3, 3, 3, 5], 2)]), 1e-5);
});
