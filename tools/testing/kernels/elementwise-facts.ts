import * as tf from '@tensorflow/tfjs-core';
import { assert, asyncProperty, boolean, constantFrom, integer, oneof, record, tuple } from 'fast-check';
import { expect, it } from 'vitest';

import { runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { expectSameOnWasm, normal } from './on-both.ts';

/** By the kernel where there is one. */
function sumOfSquares(x: tf.Tensor): tf.Tensor {
  return tf.getBackend() === 'wasm' ? runKernel('AttuneSumOfSquares', { x }, {}) : tf.sum(tf.square(x));
}

/** A batch's first matrix. */
function first(matrices: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.slice(matrices, 0, 1), matrices.shape.slice(1));
}

const size = integer({ min: 1, max: 9 });
const shapes = tuple(size, size, size, oneof(integer({ min: 1, max: 13 }), constantFrom(16, 17, 24, 32, 33)));

/** A shape that broadcasts to another: some axes of 1, and maybe fewer axes. */
const broadcasts = record({ shape: shapes, ones: tuple(boolean(), boolean(), boolean(), boolean()), dropped: integer({ min: 0, max: 3 }) });

export function elementwiseFacts(): void {
  it('sums, differences and products of any two shapes that fit are those of the cpu backend to the bit', async () => {
    await assert(
      asyncProperty(broadcasts, constantFrom(tf.add, tf.sub, tf.mul), ({ shape, ones, dropped }, operation) => {
        const small = shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped);
        return expectSameOnWasm(() => [operation(normal(shape, 1), normal(small, 2)), operation(normal(small, 2), normal(shape, 1))], 0);
      }),
      { numRuns: 60 },
    );
    expect(currentEngine().runs.get('binary')).toBeGreaterThan(0);
  });

  it('large tensors are cut among the threads and lose nothing', async () => {
    await expectSameOnWasm(
      () => [tf.add(normal([3, 40_000], 1), normal([3, 40_000], 2)), tf.relu(normal([100_003], 1)), tf.mul(normal([70_001], 1), normal([70_001], 2))],
      0,
    );
  });

  it('ReLU and its gradient are those of the cpu backend to the bit', async () => {
    await assert(
      asyncProperty(shapes, (shape) =>
        expectSameOnWasm(() => {
          const y = tf.relu(normal(shape, 1));
          const dy = normal(shape, 2);
          return [y, tf.getBackend() === 'wasm' ? runKernel('AttuneReluGrad', { dy, y }, {}) : tf.mul(dy, tf.step(y))];
        }, 0),
      ),
      { numRuns: 20 },
    );
  });

  it('sums and means over neighbouring axes are those of the cpu backend within 1e-5, over others too', async () => {
    await assert(
      asyncProperty(shapes, constantFrom([0], [1], [3], [1, 2], [0, 1, 2], [2, 3], [0, 1, 2, 3], [0, 2]), boolean(), (shape, axes, keep) =>
        expectSameOnWasm(() => [tf.sum(tf.add(normal(shape, 1), 1), [...axes], keep), tf.mean(tf.add(normal(shape, 1), 1), [...axes], keep)], 1e-5),
      ),
      { numRuns: 40 },
    );
    expect(currentEngine().runs.get('joinSums')).toBeGreaterThan(0);
  });

  it('the sum of a hundred thousand ones and a half is exact', async () => {
    await tf.setBackend('wasm');
    expect(tf.tidy(() => tf.sum(tf.fill([100_001], 1.5)).dataSync()[0])).toBe(150_001.5);
  });

  it('a sum of squares is that of the cpu backend within 1e-6, whatever the size', async () => {
    for (const length of [1, 3, 4096, 4097, 50_003]) {
      await expectSameOnWasm(() => [sumOfSquares(normal([length], 1))], 1e-6);
    }
  });

  it('the norm of tensors of any sizes together is that of float64 within 1e-6, and NaN where one value is', async () => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      const tensors = [[], [1], [17], [4096], [3, 3, 65, 70], [100_001]].map((shape, index) => normal(shape, index + 1));
      const squares = tensors.flatMap((tensor) => [...tensor.dataSync()]).reduce((sum, value) => sum + value ** 2, 0);
      expect(Math.abs(runKernel('AttuneNorm', Object.fromEntries(tensors.entries()), {}).dataSync()[0]! / Math.sqrt(squares) - 1)).toBeLessThan(1e-6);
      expect(runKernel('AttuneNorm', { a: tf.scalar(1), b: tf.tensor1d([0, Number.NaN]) }, {}).dataSync()[0]).toBeNaN();
    });
  });

  it('products of matrices, transposed or not, are those of the cpu backend within 1e-5', async () => {
    const sizes = record({
      batch: integer({ min: 1, max: 3 }),
      rows: integer({ min: 1, max: 20 }),
      depth: integer({ min: 1, max: 30 }),
      columns: integer({ min: 1, max: 80 }),
    });
    await assert(
      asyncProperty(sizes, boolean(), boolean(), ({ batch, rows, depth, columns }, transposeA, transposeB) => {
        const a = () => normal(transposeA ? [batch, depth, rows] : [batch, rows, depth], 1);
        const b = () => normal(transposeB ? [1, columns, depth] : [1, depth, columns], 2);
        return expectSameOnWasm(() => [tf.matMul(a(), b(), transposeA, transposeB), tf.matMul(first(a()), first(b()), transposeA, transposeB)], 1e-5);
      }),
      { numRuns: 60 },
    );
    expect(currentEngine().runs.get('matrixProduct')).toBeGreaterThan(0);
  });

  it('a deep and tall product, with bias and ReLU, is that of the cpu backend within 1e-5', async () => {
    await expectSameOnWasm(() => {
      const [a, b] = [normal([300, 700], 1) as tf.Tensor2D, normal([700, 70], 2) as tf.Tensor2D];
      return [tf.fused.matMul({ a, b, bias: normal([70], 3), activation: 'relu' }), tf.matMul(a, normal([300, 70], 4), true, false)];
    }, 1e-5);
  });

  it('ReLU of NaN is NaN, wherever it lies, and no other value is', async () => {
    await tf.setBackend('wasm');
    for (let place = 0; place < 37; place++) {
      const values = Float32Array.from({ length: 37 }, (_, index) => (index === place ? Number.NaN : index - 18));
      const wanted = values.map((value) => (value > 0 || Number.isNaN(value) ? value : 0));
      expect(tf.tidy(() => tf.relu(tf.tensor1d(values)).dataSync())).toEqual(wanted);
    }
  });

  it.each([false, true])(
    'products with odd sizes around whole tiles, transposed or not, are those of the cpu backend within 1e-5: b transposed %s',
    async (transposeB) => {
      for (const transposeA of [false, true]) {
        for (const [rows, depth, columns] of [
          [1, 1, 1],
          [5, 33, 31],
          [13, 17, 15],
          [15, 257, 65],
          [29, 47, 33],
          [253, 3, 129],
        ] as const) {
          const run = () => [
            tf.matMul(
              normal(transposeA ? [depth, rows] : [rows, depth], 1),
              normal(transposeB ? [columns, depth] : [depth, columns], 2),
              transposeA,
              transposeB,
            ),
          ];
          await expectSameOnWasm(run, 1e-5);
        }
      }
    },
  );

  it.each([false, true])('a product of matrices whose inner sizes differ is refused: transposed %s', async (transposed) => {
    await tf.setBackend('wasm');
    const [a, b] = [tf.zeros<tf.Rank.R2>([3, 5]), tf.zeros<tf.Rank.R2>([7, 4])];
    expect(() => tf.matMul(a, b, transposed, transposed)).toThrow(/inner shapes/u);
    expect(() => tf.fused.matMul({ a, b, transposeA: transposed, transposeB: transposed })).toThrow(/inner shapes/u);
    tf.dispose([a, b]);
  });

  it('a NaN in a row of a product is NaN in that row alone, with ReLU', async () => {
    await tf.setBackend('wasm');
    const [rows, columns] = [19, 37];
    const y = tf.tidy(() => {
      const a = tf.concat([normal([rows - 1, 5], 1), tf.fill([1, 5], Number.NaN)], 0) as tf.Tensor2D;
      return tf.fused.matMul({ a, b: normal([5, columns], 2) as tf.Tensor2D, activation: 'relu' }).dataSync();
    });
    y.forEach((value, index) => expect(Number.isNaN(value)).toBe(index >= (rows - 1) * columns));
  });
}
