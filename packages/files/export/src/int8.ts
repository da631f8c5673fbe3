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
  const run = runOf(values, channels, axis);
  const scale = new Float32Array(channels);
  for (let index = 0; index < values.length; index++) {
    const channel = Math.floor(index / run) % channels;
    scale[channel] = Math.max(scale[channel]!, Math.abs(values[index]!));
  }
  for (const [channel, largest] of scale.entries()) scale[channel] = largest === 0 ? 1 : largest / mostSteps;
  const steps = new Int8Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const step = Math.round(values[index]! / scale[Math.floor(index / run) % channels]!);
    steps[index] = Math.max(-mostSteps, Math.min(mostSteps, step));
  }
  return { steps, scale };
}

/** Each output channel of a kernel times a number of its own. */
export function scaleChannels(values: Float32Array | Int8Array, scale: Float32Array | Float64Array, axis: ChannelAxis): Float32Array<ArrayBuffer> {
  const run = runOf(values, scale.length, axis);
  const scaled = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) scaled[index] = values[index]! * scale[Math.floor(index / run) % scale.length]!;
  return scaled;
}

/** How many values of one output channel lie side by side. Loops go over millions of them, which
 * `Float32Array.from` with a function takes a hundred times as long for. */
function runOf(values: Float32Array | Int8Array, channels: number, axis: ChannelAxis): number {
  return axis === 'first' ? values.length / channels : 1;
}

/** Rounds every kernel and matrix of a network to what int8 keeps of it, so that the network gives
 * what its int8 export will give. Vectors stay as they are. */
export async function roundToInt8(network: Network): Promise<void> {
  for (const variable of namedParameters(network).values()) {
    if (variable.rank < 2) continue;
    const channels = variable.shape.at(-1)!;
    const { steps, scale } = quantise(await variable.data<'float32'>(), { channels, axis: 'last' });
    tf.tidy(() => variable.assign(tf.tensor(scaleChannels(steps, scale, 'last'), variable.shape)));
  }
}
