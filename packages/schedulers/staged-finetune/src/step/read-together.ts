import * as tf from '@tensorflow/tfjs-core';

/** Values of float32 tensors, read from the backend at once, so that a graphics card is waited for
 * once. Disposes the tensors. */
export async function readTogether(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const joined = tf.tidy(() => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])) as tf.Tensor1D[]));
  const values = await joined.data<'float32'>();
  joined.dispose();
  let end = 0;
  const parts = tensors.map(({ size }) => values.slice(end, (end += size)));
  tf.dispose([...tensors]);
  return parts;
}
