import * as tf from '@tensorflow/tfjs-core';

export interface StepResult {
  readonly loss: number;
  /** Of each gradient, all values. */
  readonly gradients: readonly (readonly number[])[];
}

/** Loss and gradients of a small network that meets both ways of convolving, a pool and a dense
 * layer: the same program in Node and in a page. */
export function step(): StepResult {
  const parameters = [wave([7, 7, 3, 16], 0), wave([3, 3, 16, 16], 1), wave([256, 5], 2)];
  const gradient = tf.valueAndGrads((first: tf.Tensor, second: tf.Tensor, dense: tf.Tensor) => {
    const stem = tf.relu(tf.conv2d(wave([2, 16, 16, 3], 3) as tf.Tensor4D, first as tf.Tensor4D, 2, 'same'));
    const body = tf.maxPool(tf.relu(tf.conv2d(stem, second as tf.Tensor4D, 1, 'same')), 2, 2, 'valid');
    return tf.mean<tf.Scalar>(tf.square(tf.matMul(tf.reshape(body, [2, 256]), dense as tf.Tensor2D)));
  });
  return tf.tidy(() => {
    const { value, grads } = gradient(parameters);
    return { loss: value.dataSync()[0]!, gradients: grads.map((tensor) => [...tensor.dataSync()]) };
  });
}

function wave(shape: number[], phase: number): tf.Tensor {
  const length = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({ length }, (_, index) => Math.fround(((index * 37 + phase * 11) % 101) / 505 - 0.1)),
    shape,
  );
}
