import * as tf from '@tensorflow/tfjs-core';
import { type Arbitrary, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { currentEngine, startWasm } from '../src/start-wasm.ts';
import { expectSameOnWasm, normal } from './on-both.ts';

beforeAll(async () => {
  await startWasm({ threads: 2 });
});

const pools = record({
  images: integer({ min: 1, max: 3 }),
  size: integer({ min: 3, max: 11 }),
  channels: integer({ min: 1, max: 21 }),
  filter: integer({ min: 1, max: 3 }),
  stride: integer({ min: 1, max: 3 }),
  pad: constantFrom(0, 'same' as const, 'valid' as const),
});

type Pool = typeof pools extends Arbitrary<infer Parameters> ? Parameters : never;

function valueAndGradient({ images, size, channels, filter, stride, pad }: Pool): tf.Tensor[] {
  const pool = (input: tf.Tensor) => tf.maxPool(input as tf.Tensor4D, filter, stride, pad);
  const x = normal([images, size, size, channels], 1);
  const y = pool(x);
  return [y, tf.grad((input) => tf.sum(tf.mul(pool(input), normal(y.shape, 2))))(x)];
}

it('a maximum pool and its gradient are those of the cpu backend within 1e-6', async () => {
  await assert(
    asyncProperty(pools, (parameters) => expectSameOnWasm(() => valueAndGradient(parameters), 1e-6)),
    { numRuns: 40 },
  );
  expect(currentEngine().runs.get('maxPoolGradient')).toBeGreaterThan(0);
});
