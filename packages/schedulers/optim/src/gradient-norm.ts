import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

/** Root of the sum of squares over all gradients together, as
 * `torch.nn.utils.clip_grad_norm_` measures it. */
export function gradientNorm(gradients: Iterable<tf.Tensor>): tf.Scalar {
  const all = [...gradients];
  if (all.length > 0 && hasKernel('AttuneNorm')) return runKernel('AttuneNorm', Object.fromEntries(all.entries()), {});
  return tf.tidy(() => {
    const squares = all.map((gradient) => sumOfSquares(gradient));
    // Not addN: tfjs's webgpu backend binds all of its inputs at once, more than a shader may have,
    // and the whole step is lost without a word.
    return tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square), tf.scalar(0)) as tf.Scalar);
  });
}

/** Without a tensor of squares in between, where the backend has the kernel. */
function sumOfSquares(x: tf.Tensor): tf.Tensor {
  return hasKernel('AttuneSumOfSquares') ? runKernel('AttuneSumOfSquares', { x }, {}) : tf.sum(tf.square(x));
}

/** What gradients of that norm are multiplied by so that it is at most `maximum`: torch's min(1,
 * maximum / (norm + 1e-6)). */
export function clipScale(norm: number, maximum: number): number {
  return Math.min(1, maximum / (norm + 1e-6));
}
