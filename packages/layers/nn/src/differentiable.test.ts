import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { differentiable } from './differentiable.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** x·y, with a gradient that could not come from its operations: ten times too large. */
const loudProduct = (x: tf.Tensor, y: tf.Tensor) =>
  differentiable<tf.Tensor>([x, y], (save) => {
    save([x, y]);
    return { value: tf.mul(x, y), gradient: (dy, [left, right]) => [tf.mul(dy, tf.mul(right!, 10)), tf.mul(dy, tf.mul(left!, 10))] };
  });

describe('differentiable', () => {
  const [x, y] = [tf.tensor1d([2, 3]), tf.tensor1d([5, 7])];

  it('has the value it computes and the gradients it is given, in the order of its inputs', () => {
    const [left, right] = [tf.variable(x), tf.variable(y)];
    expect([...loudProduct(left, right).dataSync()]).toEqual([10, 21]);
    const gradients = gradientsOf(() => loudProduct(left, right), tf.tensor1d([1, 2]), [left, right]);
    expect(gradients.map((gradient) => [...gradient.dataSync()])).toEqual([
      [50, 140],
      [20, 60],
    ]);
  });

  it('keeps nothing outside a gradient, and nothing after one', () => {
    const variable = tf.variable(x);
    expect(tensorsLeftBy(() => loudProduct(variable, y))).toBe(0);
    expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(loudProduct(variable, y)), [variable]))).toBe(0);
  });
});
