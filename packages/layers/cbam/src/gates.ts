import { type GateOwner, applyGate, isWatched } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type MapOrder, channelPools, meanPlace, positionPools } from './gate-pools.ts';
import { type BottleneckWeights, hasWholeGates, wholeChannelGate, wholePositionGate } from './whole-gates.ts';

/** A gate is gain · sigmoid(scores). With 2, a score of 0 passes its input on
 * unchanged, to the bit. */
export type Gain = 1 | 2;

export interface GateOptions {
  readonly gain: Gain;
  /** Whose gate it is, so that the pass's observer is told of it. */
  readonly owner?: GateOwner;
}

/** Channel attention: which feature maps matter. The mean and the maximum over all positions pass
 * one shared bottleneck, as two batches of one; their scores are added before the sigmoid.
 *
 * input [N, H, W, C], bottleneck [2N, 1, 1, C] → [2N, 1, 1, C]; returns [N, H, W, C],
 * each map scaled by its gate.
 * `weights`: the bottleneck's own, by which a backend may compute the whole gate at once.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 2. */
export function gateChannels(
  input: tf.Tensor4D,
  bottleneck: (pooled: tf.Tensor4D) => tf.Tensor4D,
  options: GateOptions & { readonly weights?: BottleneckWeights },
): tf.Tensor4D {
  const { weights, gain } = options;
  if (weights !== undefined && isUnobserved(options) && hasWholeGates()) return wholeChannelGate(input, weights, gain);
  const [mean, peak] = tf.split(bottleneck(positionPools(input)), 2);
  return applyGate(input, gate(tf.add(mean!, peak!), gain), options.owner);
}

/** Spatial attention: which positions matter. A convolution reads the maximum and the
 * mean over channels.
 *
 * input [N, H, W, C], convolution [N, H, W, 2] → [N, H, W, 1]; returns [N, H, W, C],
 * each position scaled by its gate.
 * `filter`: the convolution's [k, k, 2, 1], where it is all that the scores come from: by it a
 * backend may compute the whole gate at once.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 3. */
export function gatePositions(
  input: tf.Tensor4D,
  convolution: (maps: tf.Tensor4D) => tf.Tensor4D,
  options: GateOptions & { readonly order: MapOrder; readonly filter?: tf.Tensor },
): tf.Tensor4D {
  const { filter, gain, order } = options;
  if (filter !== undefined && isUnobserved(options) && hasWholeGates()) return wholePositionGate(input, filter, { gain, meanAt: meanPlace(order) });
  return applyGate(input, gate(convolution(channelPools(input, order)), gain), options.owner);
}

/** Who observes wants the gate or its layers' outputs, which a whole gate keeps to itself. */
function isUnobserved({ owner }: GateOptions): boolean {
  return owner === undefined || (owner.context.onGate === undefined && !isWatched(owner.module));
}

function gate(scores: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  const open = tf.sigmoid(scores);
  return gain === 1 ? open : tf.mul<tf.Tensor4D>(open, gain);
}
