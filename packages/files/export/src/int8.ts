import { type Network, namedParameters } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Where a tensor has its output channels: torch's layout has them first, ours last. */
export type ChannelAxis = 'first' | 'last';

/** A tensor as whole numbers of −127 … 127: value ≈ steps · scale of its output channel. */
export interface Quantised {
  readonly steps: Int8Array;
  /** [channels]. */
  readonly scale: Float32Array;
}

const mostSteps = 127;

/** Symmetrical quantisation of each output channel: its scale is its largest value over 127, and a
 * channel of zeros has 1. Quantising what was quantised changes nothing. */
export function quantise(values: Float32Array, { channels, axis }: { readonly channels: number; readonly axis: ChannelAxis }): Quantised {
  const each = values.length / channels;
  const channelOf = axis === 'first' ? (index: number) => Math.floor(index / each) : (index: number) => index % channels;
  const scale = new Float32Array(channels);
  for (const [index, value] of values.entries()) scale[channelOf(index)] = Math.max(scale[channelOf(index)]!, Math.abs(value));
  for (const [channel, largest] of scale.entries()) scale[channel] = largest === 0 ? 1 : largest / mostSteps;
  const steps = Int8Array.from(values, (value, index) => Math.max(-mostSteps, Math.min(mostSteps, Math.round(value / scale[channelOf(index)]!))));
  return { steps, scale };
}

/** Rounds every kernel and matrix of a network to what int8 keeps of it, so that the network gives
 * what its int8 export will give. Vectors stay as they are. */
export async function roundToInt8(network: Network): Promise<void> {
  for (const variable of namedParameters(network).values()) {
    if (variable.rank < 2) continue;
    const channels = variable.shape.at(-1)!;
    const { steps, scale } = quantise(await variable.data<'float32'>(), { channels, axis: 'last' });
    const rounded = Float32Array.from(steps, (step, index) => step * scale[index % channels]!);
    tf.tidy(() => variable.assign(tf.tensor(rounded, variable.shape)));
  }
}
