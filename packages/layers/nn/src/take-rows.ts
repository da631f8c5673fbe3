import type * as tf from '@tensorflow/tfjs-core';

/** The rows of a matrix [N, C], which is disposed. */
export async function takeRows(matrix: tf.Tensor2D): Promise<Float32Array[]> {
  const [rows, columns] = matrix.shape;
  try {
    const values = await matrix.data<'float32'>();
    return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
  } finally {
    matrix.dispose();
  }
}
