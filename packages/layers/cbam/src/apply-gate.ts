import { hasKernel, runKernel } from '@attune/kernel-table';
import { differentiable } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** input [N, H, W, C] · gate [N, 1, 1, C] or [N, H, W, 1]. Both gradients are one pass
 * where the backend can. */
export function applyGate(input: tf.Tensor4D, gate: tf.Tensor4D): tf.Tensor4D {
  if (!hasKernel('AttuneGateGrad')) return tf.mul(input, gate);
  return differentiable<tf.Tensor4D>([input, gate], (save) => {
    save([input, gate]);
    return { value: tf.mul(input, gate), gradient: (dy, [x, factor]) => runKernel('AttuneGateGrad', { dy, x: x!, gate: factor! }, {}) };
  });
}
