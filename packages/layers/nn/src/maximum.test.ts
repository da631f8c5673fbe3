import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { maximum } from './maximum.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('maximum', () => {
  it('gives the gradient to the first of equal maxima', () => {
    const input = tf.variable(
      tf.tensor2d([
        [1, 2, 2],
        [3, 3, 3],
      ]),
    );
    const [alongRows] = gradientsOf(() => maximum(input, 1), tf.tensor1d([5, 7]), [input]);
    expect(alongRows!.arraySync()).toEqual([
      [0, 5, 0],
      [7, 0, 0],
    ]);
    const [alongColumns] = gradientsOf(() => maximum(input, 0), tf.tensor1d([1, 2, 3]), [input]);
    expect(alongColumns!.arraySync()).toEqual([
      [0, 0, 0],
      [1, 2, 3],
    ]);
  });

  it('equals the largest value, and its gradient sums to what came in, along any axis of any shape', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.nat(3), fc.integer({ min: 1, max: 1000 }), (shape, chosen, seed) => {
        tf.tidy(() => {
          const axis = chosen % shape.length;
          const input = tf.variable(tf.floor(tf.randomUniform(shape, -3, 3, 'float32', seed)));
          const wanted = tf.max(input, axis);
          const dy = tf.randomNormal(wanted.shape, 0, 1, 'float32', seed);
          expect(maximum(input, axis).dataSync()).toEqual(wanted.dataSync());
          const [gradient] = gradientsOf(() => maximum(input, axis), dy, [input]);
          expect(tf.sum(gradient!, axis).dataSync()).toEqual(dy.dataSync());
          input.dispose();
        });
      }),
      { numRuns: 50 },
    );
  });

  it('leaves no tensor behind, with its gradient too', () => {
    const input = tf.variable(tf.tensor2d([[1, 2]]));
    expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(maximum(input, 1)), [input]))).toBe(0);
  });
});
