import { hasKernel, runKernel } from '@attune/kernel-table';
import { differentiable } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

/** The two layers of a channel gate's bottleneck, with a ReLU between them. */
export interface BottleneckWeights {
  /** [C, units] whatever its rank. */
  readonly squeeze: tf.Tensor;
  /** [units, C] whatever its rank. */
  readonly excite: tf.Tensor;
  /** [units] and [C]. */
  readonly biases?: { readonly squeeze: tf.Tensor; readonly excite: tf.Tensor };
}

/** Whether the backend computes whole gates, and their gradients, in passes of its own: some
 * thirty operations fewer for each module of a step. */
export function hasWholeGates(): boolean {
  return hasKernel('AttuneChannelGate');
}

/** input · gain · sigmoid(bottleneck(means) + bottleneck(maxima)), [N, H, W, C]. */
export function wholeChannelGate(input: tf.Tensor4D, { squeeze, excite, biases }: BottleneckWeights, gain: number): tf.Tensor4D {
  const biased = biases !== undefined;
  const weights = [squeeze, excite, ...(biased ? [biases.squeeze, biases.excite] : [])];
  return differentiable<tf.Tensor4D>([input, ...weights], (save) => {
    const operands = { x: input, squeeze, excite, squeezeBias: biases?.squeeze, exciteBias: biases?.excite };
    const [value, gate, pools, places, hidden] = runKernel('AttuneChannelGate', operands, { gain });
    save([input, gate, pools, places, hidden, squeeze, excite]);
    return { value, gradient: (dy, saved) => channelGateGradient(dy, saved, { gain, biased }) };
  });
}

function channelGateGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], attrs: { readonly gain: number; readonly biased: boolean }): tf.Tensor[] {
  const [x, gate, pools, places, hidden, squeeze, excite] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return runKernel('AttuneChannelGateGrad', { dy, x, gate, pools, places, hidden, squeeze, excite }, attrs);
}

/** input · gain · sigmoid(maps ∗ filter), [N, H, W, C]; filter [k, k, 2, 1]. */
export function wholePositionGate(input: tf.Tensor4D, filter: tf.Tensor, attrs: { readonly gain: number; readonly meanAt: 0 | 1 }): tf.Tensor4D {
  return differentiable<tf.Tensor4D>([input, filter], (save) => {
    const [value, gate, maps, places] = runKernel('AttunePositionGate', { x: input, filter }, attrs);
    save([input, gate, maps, places, filter]);
    return { value, gradient: (dy, saved) => positionGateGradient(dy, saved, attrs) };
  });
}

function positionGateGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], attrs: { readonly gain: number; readonly meanAt: 0 | 1 }): tf.Tensor[] {
  const [x, gate, maps, places, weights] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return runKernel('AttunePositionGateGrad', { dy, x, gate, maps, places, filter: weights }, attrs);
}
