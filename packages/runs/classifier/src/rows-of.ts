import * as tf from '@tensorflow/tfjs-core';

/** Computes a matrix [N, C] and gives its rows; no tensor is left behind. */
export async function rowsOf(compute: () => tf.Tensor2D): Promise<Float32Array[]> {
  const matrix = tf.tidy(compute);
  const [rows, columns] = matrix.shape;
  try {
    const values = await matrix.data<'float32'>();
    return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
  } finally {
    matrix.dispose();
  }
}
