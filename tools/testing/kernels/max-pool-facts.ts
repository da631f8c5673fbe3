import * as tf from '@tensorflow/tfjs-core';
import { type Arbitrary, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check';
import { expect, it } from 'vitest';

import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { expectSameOnWasm, normal } from './on-both.ts';

const pools = record({
  images: integer({ min: 1, max: 3 }),
  size: integer({ min: 3, max: 11 }),
  channels: oneof(integer({ min: 1, max: 21 }), constantFrom(24, 32, 33, 48)),
  filter: integer({ min: 1, max: 3 }),
  stride: integer({ min: 1, max: 3 }),
  pad: constantFrom(0, 'same' as const, 'valid' as const),
});

type Pool = typeof pools extends Arbitrary<infer Parameters> ? Parameters : never;

function valueAndGradient({ images, size, channels, filter, stride, pad }: Pool, values: (shape: number[]) => tf.Tensor): tf.Tensor[] {
  const pool = (input: tf.Tensor) => tf.maxPool(input as tf.Tensor4D, filter, stride, pad);
  const x = values([images, size, size, channels]);
  const y = pool(x);
  return [y, tf.grad((input) => tf.sum(tf.mul(pool(input), normal(y.shape, 2))))(x)];
}

/** Few different values, so that windows have equal maxima. */
function tied(shape: number[]): tf.Tensor {
  return tf.floor(tf.mul(normal(shape, 1), 1.5));
}

export function maxPoolFacts(): void {
  it('a maximum pool and its gradient are those of the cpu backend within 1e-6', async () => {
    await assert(
      asyncProperty(pools, (parameters) => expectSameOnWasm(() => valueAndGradient(parameters, (shape) => normal(shape, 1)), 1e-6)),
      { numRuns: 40 },
    );
    expect(currentEngine().runs.get('maxPoolGradient')).toBeGreaterThan(0);
  });

  it('where maxima of a window are equal, the first gets the gradient, as on the cpu backend within 1e-6', async () => {
    await assert(
      asyncProperty(pools, (parameters) => expectSameOnWasm(() => valueAndGradient(parameters, tied), 1e-6)),
      { numRuns: 40 },
    );
  });

  it('a NaN is the maximum of its windows, and gets their gradient, wherever it lies', async () => {
    await tf.setBackend('wasm');
    const channels = 37;
    for (let dirty = 0; dirty < channels; dirty++) {
      const x = Float32Array.from({ length: 4 * channels }, (_, index) => (index === channels + dirty ? Number.NaN : -(index % 5)));
      tf.tidy(() => {
        const input = tf.tensor(x, [1, 2, 2, channels]);
        const y = halved(input).dataSync();
        expect([...y.keys()].filter((channel) => Number.isNaN(y[channel]))).toEqual([dirty]);
        const dx = tf
          .grad((each: tf.Tensor) => tf.sum(halved(each)))(input)
          .dataSync();
        expect([0, 1, 2, 3].map((place) => dx[place * channels + dirty])).toEqual([0, 1, 0, 0]);
      });
    }
  });
}

function halved(input: tf.Tensor): tf.Tensor {
  return tf.maxPool(input as tf.Tensor4D, 2, 2, 0);
}
