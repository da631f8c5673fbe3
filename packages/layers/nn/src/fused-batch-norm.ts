import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import type { BatchNormState, BatchStatistics } from './batch-norm-state.ts';
import { differentiable } from './differentiable.ts';

/** What follows a batch norm in the same pass over memory: the sum with another branch,
 * then ReLU. */
export interface BatchNormTail {
  readonly residual?: tf.Tensor4D | undefined;
  readonly relu: boolean;
}

/** Whether the backend computes batch norm, its tail and their gradients in passes of its own. */
export function hasFusedBatchNorm(): boolean {
  return hasKernel('AttuneBatchNorm');
}

/** As the composed batch norm with the batch's own statistics, then its tail. Two passes forward,
 * two back; x, the output and two vectors are kept. */
export function fusedWithBatch(
  input: tf.Tensor4D,
  { weight, bias }: BatchNormState,
  { epsilon, residual, relu, track }: BatchNormTail & { readonly epsilon: number; readonly track: (statistics: BatchStatistics) => void },
): tf.Tensor4D {
  const withResidual = residual !== undefined;
  return differentiable<tf.Tensor4D>([input, weight, bias, ...(withResidual ? [residual] : [])], (save) => {
    const operands = { x: input, gamma: weight, beta: bias, residual };
    const [value, mean, variance, inverse] = runKernel('AttuneBatchNorm', operands, { epsilon, relu });
    track({ mean, variance, count: input.size / input.shape[3] });
    save([input, weight, mean, inverse, ...(relu ? [value] : [])]);
    return { value, gradient: (dy, saved) => gradientWithBatch(dy, saved, withResidual) };
  });
}

function gradientWithBatch(dy: tf.Tensor, [x, gamma, mean, inverse, y]: readonly tf.Tensor[], withResidual: boolean): tf.Tensor[] {
  const operands = { dy, x, y, gamma: gamma!, mean, inverse: inverse! };
  return runKernel('AttuneBatchNormGrad', operands, { training: true, affine: true, withResidual });
}

/** The same with constant statistics. Affine parameters that are frozen too get no gradient. */
export function fusedWithStored(
  input: tf.Tensor4D,
  layer: BatchNormState,
  { epsilon, residual, relu, affineIsFrozen }: BatchNormTail & { readonly epsilon: number; readonly affineIsFrozen: boolean },
): tf.Tensor4D {
  const { weight, bias, running_mean: mean, running_var: variance } = layer;
  const withResidual = residual !== undefined;
  const moving = [...(affineIsFrozen ? [] : [weight, bias]), ...(withResidual ? [residual] : [])];
  return differentiable<tf.Tensor4D>([input, ...moving], (save) => {
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const value = runKernel('AttuneBatchNormStored', { x: input, gamma: weight, beta: bias, mean, inverse, residual }, { relu });
    save([weight, inverse, ...(affineIsFrozen ? [] : [input]), ...(relu ? [value] : [])]);
    return {
      value,
      gradient: (dy, saved) => {
        const [gamma, perDeviation, ...rest] = saved as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
        const forAffine = affineIsFrozen ? {} : { x: rest[0]!, mean };
        const operands = { dy, y: relu ? rest.at(-1) : undefined, gamma, inverse: perDeviation, ...forAffine };
        return runKernel('AttuneBatchNormGrad', operands, { training: false, affine: !affineIsFrozen, withResidual });
      },
    };
  });
}
