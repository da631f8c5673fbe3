import { BatchNorm2d, type Network, attentionNames, namedModules, watchModules } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Compares what batch norms see of some images with what they saw when their running statistics
 * were taken: how far the images lie from those that a network was trained on. */
export interface ShiftGauge {
  /** Runs `work`, a pass over some images, and looks at what each norm is given in it. */
  look<T>(work: () => T): Promise<T>;
  /** The median over the norms of the divergence, in nats, that a channel has on average, taken as
   * normally distributed; null when no norm has seen anything. */
  shift(): Promise<number | null>;
}

/** Sums over all values that a norm has seen, for each channel. */
interface Seen {
  count: number;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

/** Added to both variances: channels that are dead differ by nothing. */
const epsilon = 1e-5;

/** Those of attention are left out: they may be new. */
export function shiftGauge(network: Network): ShiftGauge {
  const gates = attentionNames(network);
  const norms = [...namedModules(network)].flatMap(([path, module]) => (module instanceof BatchNorm2d && !gates.has(`${path}.weight`) ? [module] : []));
  const seen = new Map<BatchNorm2d, Seen>();
  return {
    async look(work) {
      const inputs: [BatchNorm2d, number, tf.Tensor2D][] = [];
      const enter = (norm: unknown, input: tf.Tensor) => inputs.push([norm as BatchNorm2d, input.size / input.shape.at(-1)!, momentsOf(input)]);
      const result = watchModules(norms, { enter, leave() {} }, work);
      for (const [norm, count, moments] of inputs) add(seen, norm, { count, moments: await moments.data<'float32'>() });
      tf.dispose(inputs.map(([, , moments]) => moments));
      return result;
    },
    async shift() {
      const divergences: number[] = [];
      for (const [norm, sums] of seen) divergences.push(await divergence(norm, sums));
      return divergences.toSorted((a, b) => a - b)[Math.floor(divergences.length / 2)] ?? null;
    },
  };
}

/** [N, H, W, C] → [2, C]: means of the values and of their squares. */
function momentsOf(input: tf.Tensor): tf.Tensor2D {
  return tf.keep(tf.tidy(() => tf.stack([input, tf.square(input)].map((values) => tf.mean(tf.mean(tf.mean(values, 2), 1), 0))) as tf.Tensor2D));
}

function add(seen: Map<BatchNorm2d, Seen>, norm: BatchNorm2d, { count, moments }: { readonly count: number; readonly moments: Float32Array }): void {
  const channels = moments.length / 2;
  const sums = seen.get(norm) ?? { count: 0, sum: new Float64Array(channels), squares: new Float64Array(channels) };
  seen.set(norm, sums);
  sums.count += count;
  for (let channel = 0; channel < channels; channel++) {
    sums.sum[channel]! += count * moments[channel]!;
    sums.squares[channel]! += count * moments[channels + channel]!;
  }
}

/** KL(seen ‖ running), mean over the channels. */
async function divergence({ running_mean: means, running_var: variances }: BatchNorm2d, { count, sum, squares }: Seen): Promise<number> {
  const [before, spread] = [await means.data<'float32'>(), await variances.data<'float32'>()];
  const channels = Array.from(sum, (total, channel) => {
    const mean = total / count;
    const variance = spread[channel]! + epsilon;
    const ratio = (Math.max(0, squares[channel]! / count - mean ** 2) + epsilon) / variance;
    return (ratio + (mean - before[channel]!) ** 2 / variance - 1 - Math.log(ratio)) / 2;
  });
  return channels.reduce((total, value) => total + value, 0) / channels.length;
}
