import type { AnyModule, ForwardContext } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { applyGate } from './apply-gate.ts';
import { type MapOrder, channelPools, positionPools } from './gate-pools.ts';

/** A gate is gain · sigmoid(scores). With 2, a score of 0 passes its input on unchanged, to the bit. */
export type Gain = 1 | 2;

export interface GateOptions {
  readonly gain: Gain;
  /** Told the gate before it is applied. */
  readonly onGate?: (gate: tf.Tensor4D) => void;
}

/** Channel attention: which feature maps matter. The mean and the maximum over all positions pass one shared bottleneck, as two batches of one; their scores are added before the sigmoid.
 *
 * input [N, H, W, C], bottleneck [2N, 1, 1, C] → [2N, 1, 1, C]; returns [N, H, W, C], each map scaled by its gate.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 2. */
export function gateChannels(input: tf.Tensor4D, bottleneck: (pooled: tf.Tensor4D) => tf.Tensor4D, options: GateOptions): tf.Tensor4D {
  const [mean, peak] = tf.split(bottleneck(positionPools(input)), 2);
  return applyGate(input, gate(tf.add(mean!, peak!), options));
}

/** Spatial attention: which positions matter. A convolution reads the maximum and the mean over channels.
 *
 * input [N, H, W, C], convolution [N, H, W, 2] → [N, H, W, 1]; returns [N, H, W, C], each position scaled by its gate.
 * Source: Woo et al. 2018, arXiv:1807.06521, equation 3. */
export function gatePositions(
  input: tf.Tensor4D,
  convolution: (maps: tf.Tensor4D) => tf.Tensor4D,
  options: GateOptions & { readonly order: MapOrder },
): tf.Tensor4D {
  return applyGate(input, gate(convolution(channelPools(input, options.order)), options));
}

function gate(scores: tf.Tensor4D, { gain, onGate }: GateOptions): tf.Tensor4D {
  const open = tf.sigmoid(scores);
  const factor = gain === 1 ? open : tf.mul<tf.Tensor4D>(open, gain);
  onGate?.(factor);
  return factor;
}

/** What a gate module hands its pass's observer. */
export function observed(module: AnyModule, { onGate }: ForwardContext): Pick<GateOptions, 'onGate'> {
  return onGate === undefined ? {} : { onGate: (factor) => onGate(factor, module) };
}
