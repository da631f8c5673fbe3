import * as tf from '@tensorflow/tfjs-core';

/** Gradients of Σ output·dy with respect to `variables` (an input wrapped in
 * `tf.variable` among them), in their order. */
export function gradientsOf(forward: () => tf.Tensor, dy: tf.Tensor, variables: readonly tf.Variable[]): tf.Tensor[] {
  const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(forward(), dy)), [...variables]);
  value.dispose();
  return variables.map((variable) => grads[variable.name]!);
}

/** Central differences of Σ output·dy, one value of `variable` at a time: the gradient
 * by its definition. */
export function finiteDifferences(forward: () => tf.Tensor, dy: tf.Tensor, variable: tf.Variable, step = 1e-2): Float32Array {
  const values = Float32Array.from(variable.dataSync());
  const objective = (index: number, shift: number) => {
    setTo(
      variable,
      values.map((value, place) => (place === index ? value + shift : value)),
    );
    return tf.tidy(() => tf.sum(tf.mul(forward(), dy)).dataSync()[0]!);
  };
  const differences = values.map((_, index) => (objective(index, step) - objective(index, -step)) / (2 * step));
  setTo(variable, values);
  return differences;
}

function setTo(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** How many tensors a call leaves behind once `tf.tidy` has taken its own. */
export function tensorsLeftBy(call: () => void): number {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    call(); // what it returns is dropped: tidy would hand it on
  });
  return tf.memory().numTensors - before;
}
