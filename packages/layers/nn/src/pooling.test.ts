import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { evaluation } from './module.ts';
import { AdaptiveAveragePool2d, GlobalAveragePool, MaxPool2d } from './pooling.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** [1, rows, columns, 1] */
const map = (rows: number[][]) => tf.tensor4d(rows.flat(), [1, rows.length, rows[0]!.length, 1]);
const rowsOf = (output: tf.Tensor4D) => tf.squeeze(output, [0, 3]).arraySync();

describe('MaxPool2d', () => {
  const input = map([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);

  it('drops the last row and column that fill no window, and keeps them with ceilMode', () => {
    expect(rowsOf(new MaxPool2d({ kernelSize: 2 }).forward(input, evaluation))).toEqual([[5]]);
    expect(rowsOf(new MaxPool2d({ kernelSize: 2, ceilMode: true }).forward(input, evaluation))).toEqual([
      [5, 6],
      [8, 9],
    ]);
  });

  it('pads with −∞: a border of negative values keeps its maximum', () => {
    expect(rowsOf(new MaxPool2d({ kernelSize: 3, stride: 2, padding: 1 }).forward(tf.neg(input), evaluation))).toEqual([
      [-1, -2],
      [-4, -5],
    ]);
  });

  it('gives a window its gradient once, whether its values are tied, zero or negative', () => {
    for (const value of [3, 0, -2]) {
      const tied = tf.variable(tf.mul(tf.ones([1, 4, 4, 1]), value) as tf.Tensor4D);
      const [gradient] = gradientsOf(
        () => new MaxPool2d({ kernelSize: 2 }).forward(tied, evaluation),
        map([
          [1, 2],
          [3, 4],
        ]),
        [tied],
      );
      expect(rowsOf(gradient as tf.Tensor4D)).toEqual([
        [1, 0, 2, 0],
        [0, 0, 0, 0],
        [3, 0, 4, 0],
        [0, 0, 0, 0],
      ]);
    }
  });

  it('has as many windows as torch says, for any size', () => {
    const sizes = { size: fc.integer({ min: 3, max: 12 }), kernelSize: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 4 }) };
    fc.assert(
      fc.property(fc.record({ ...sizes, padding: fc.nat(1), ceilMode: fc.boolean() }), ({ size, ...config }) => {
        fc.pre(2 * config.padding <= config.kernelSize); // torch's own condition
        const { shape } = tf.tidy(() => new MaxPool2d(config).forward(tf.zeros<tf.Rank.R4>([1, size, size, 1]), evaluation));
        expect(shape[1]).toBe(windows(size, config));
      }),
    );
  });
});

/** The output's size as torch documents it. */
function windows(size: number, { kernelSize, stride, padding, ceilMode }: { kernelSize: number; stride: number; padding: number; ceilMode: boolean }): number {
  const steps = (size + 2 * padding - kernelSize) / stride;
  const count = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
}

describe('GlobalAveragePool', () => {
  it('averages over positions, a number a channel', () => {
    const input = tf.tensor4d([1, 10, 3, 30], [1, 2, 1, 2]);
    expect(new GlobalAveragePool().forward(input, evaluation).arraySync()).toEqual([[2, 20]]);
  });
});

describe('AdaptiveAveragePool2d', () => {
  it('returns its very input where the size is right already', () => {
    const input = tf.ones<tf.Rank.R4>([1, 7, 7, 2]);
    expect(new AdaptiveAveragePool2d({ size: 7 }).forward(input, evaluation)).toBe(input);
  });

  it('repeats values where the input is smaller than the grid', () => {
    expect(rowsOf(new AdaptiveAveragePool2d({ size: 2 }).forward(map([[3]]), evaluation))).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });

  it('lets neighbouring bins share a row where the size is no multiple', () => {
    expect(rowsOf(new AdaptiveAveragePool2d({ size: 2 }).forward(map([[1], [2], [4]]), evaluation))).toEqual([
      [1.5, 1.5],
      [3, 3],
    ]);
  });

  it('leaves no tensor behind, with its gradient too', () => {
    const input = tf.variable(tf.ones<tf.Rank.R4>([2, 5, 3, 2]));
    const pool = new AdaptiveAveragePool2d({ size: 2 });
    expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(pool.forward(input, evaluation)), [input]))).toBe(0);
  });
});
