import { AttuneError, refuseUnknownOptions } from '@attune/errors';
import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { differentiable } from './differentiable.ts';
import type { BatchNormState, BatchStatistics } from './batch-norm-state.ts';
import { type BatchNormTail, fusedWithBatch, fusedWithStored, hasFusedBatchNorm } from './fused-batch-norm.ts';
import { type ForwardContext, Module, buffer, parameter } from './module.ts';
import { requireBackend } from './require-engine.ts';

export interface BatchNorm2dConfig {
  readonly channels: number;
  /** Added to the variance before the root. torch's default; Keras's is 1e-3. */
  readonly epsilon?: number;
  /** Weight of the newest batch in the running statistics, as torch means it; Keras's
   * momentum is one minus this. */
  readonly momentum?: number;
  /** Value of `weight` at the start; 0 silences the layer until it learns. */
  readonly scale?: 0 | 1;
}

const batchNormOptions = { channels: true, epsilon: true, momentum: true, scale: true } satisfies Record<keyof BatchNorm2dConfig, true>;

/** Batch normalisation as `torch.nn.BatchNorm2d`.
 *
 * forward: [N, H, W, C] → [N, H, W, C]. In training it normalises with the batch's mean and biased
 *          variance and moves the running statistics by `momentum`, the variance unbiased
 *          (÷ (N·H·W − 1)). Outside training, or when `running_mean` is frozen, it normalises with
 * the running statistics and moves nothing.
 * State:   weight [C], bias [C], running_mean [C], running_var [C]; the count of batches, torch's
 *          `num_batches_tracked`, is {@link batchesTracked}.
 * Source:  Ioffe and Szegedy 2015, arXiv:1502.03167.
 * @throws {BatchStatisticsError} in training on one value per channel, which has no variance.
 * @throws {UnknownOptionError} when an option does not exist. */
export class BatchNorm2d extends Module implements BatchNormState {
  readonly weight: tf.Variable<tf.Rank.R1>;
  readonly bias: tf.Variable<tf.Rank.R1>;
  readonly running_mean: tf.Variable<tf.Rank.R1>;
  readonly running_var: tf.Variable<tf.Rank.R1>;
  readonly #epsilon: number;
  readonly #momentum: number;
  #batchesTracked = 0;

  constructor(config: BatchNorm2dConfig) {
    super();
    refuseUnknownOptions('BatchNorm2d', config, batchNormOptions);
    const { channels, epsilon = 1e-5, momentum = 0.1, scale = 1 } = config;
    requireBackend();
    const full = (value: number) => tf.tensor1d(new Float32Array(channels).fill(value));
    this.weight = parameter(full(scale));
    this.bias = parameter(full(0));
    this.running_mean = buffer(full(0));
    this.running_var = buffer(full(1));
    this.#epsilon = epsilon;
    this.#momentum = momentum;
  }

  /** Weight of the newest batch in the running statistics. */
  get momentum(): number {
    return this.#momentum;
  }

  /** How many batches have moved the running statistics. */
  get batchesTracked(): number {
    return this.#batchesTracked;
  }

  set batchesTracked(count: number) {
    this.#batchesTracked = count;
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return hasFusedBatchNorm() ? this.#fused(input, context, { relu: false }) : this.#composed(input, context);
  }

  /** relu(forward(input) + residual): what ends most blocks, in one pass where the backend can. */
  activate(input: tf.Tensor4D, context: ForwardContext, residual?: tf.Tensor4D): tf.Tensor4D {
    if (hasFusedBatchNorm()) return this.#fused(input, context, { relu: true, residual });
    const normalized = this.#composed(input, context);
    return tf.relu(residual === undefined ? normalized : tf.add<tf.Tensor4D>(normalized, residual));
  }

  #composed(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    if (this.#isStill(context)) return normalizeWithStored(input, this, this.#epsilon, this.#affineIsFrozen(context));
    requireStatistics(input);
    return normalizeWithBatch(input, this, this.#epsilon, (statistics) => this.#track(statistics));
  }

  #fused(input: tf.Tensor4D, context: ForwardContext, tail: BatchNormTail): tf.Tensor4D {
    const epsilon = this.#epsilon;
    if (this.#isStill(context)) return fusedWithStored(input, this, { ...tail, epsilon, affineIsFrozen: this.#affineIsFrozen(context) });
    requireStatistics(input);
    return fusedWithBatch(input, this, { ...tail, epsilon, track: (statistics) => this.#track(statistics) });
  }

  #isStill({ training, frozen }: ForwardContext): boolean {
    return !training || frozen.has(this.running_mean);
  }

  #affineIsFrozen({ frozen }: ForwardContext): boolean {
    return frozen.has(this.weight) && frozen.has(this.bias);
  }

  #track({ mean, variance, count }: BatchStatistics): void {
    this.#batchesTracked += 1;
    const [momentum, correction] = [this.#momentum, count / (count - 1)];
    if (hasKernel('AttuneRunningStatistics')) {
      runKernel('AttuneRunningStatistics', { mean, variance, runningMean: this.running_mean, runningVariance: this.running_var }, { momentum, correction });
      return;
    }
    move(this.running_mean, mean, momentum);
    move(this.running_var, tf.mul(variance, correction), momentum);
  }
}

/** Training on a batch that has no variance. */
export class BatchStatisticsError extends AttuneError {
  static override readonly code = 'ATTUNE_BATCH_STATISTICS';
  static override readonly origin = 'work';
  readonly shape: readonly number[];

  constructor(shape: readonly number[]) {
    super(
      `Batch norm cannot train on input [${shape.join(', ')}]: one value per channel has no variance. Use at least two images per batch, larger images, or frozen statistics.`,
    );
    this.name = 'BatchStatisticsError';
    this.shape = shape;
  }
}

function requireStatistics({ size, shape }: tf.Tensor4D): void {
  if (size / shape[3] < 2) throw new BatchStatisticsError(shape);
}

/** x·scale + shift with constant statistics. When the affine parameters are frozen too, they stay
 * out of the gradient's inputs, so their gradients are never computed. */
function normalizeWithStored(input: tf.Tensor4D, layer: BatchNormState, epsilon: number, affineIsFrozen: boolean): tf.Tensor4D {
  const { weight, bias, running_mean: mean, running_var: variance } = layer;
  return differentiable<tf.Tensor4D>(affineIsFrozen ? [input] : [input, weight, bias], (save) => {
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const scale = tf.mul(weight, inverse);
    const value = tf.add<tf.Tensor4D>(tf.mul(input, scale), tf.sub(bias, tf.mul(mean, scale)));
    if (affineIsFrozen) {
      save([scale]);
      return { value, gradient: (dy, [slope]) => [tf.mul(dy, slope!)] };
    }
    save([scale, inverse, input]);
    return {
      value,
      gradient: (dy, [slope, perDeviation, x]) => {
        const dWeight = tf.mul(channelSums(tf.mul(dy, tf.sub(x!, mean))), perDeviation!);
        return [tf.mul(dy, slope!), dWeight, channelSums(dy)];
      },
    };
  });
}

/** Normalises with the batch's own statistics: one operation on the tape, which keeps x
 * and three vectors. */
function normalizeWithBatch(input: tf.Tensor4D, { weight, bias }: BatchNormState, epsilon: number, track: (statistics: BatchStatistics) => void): tf.Tensor4D {
  const count = input.size / input.shape[3];
  return differentiable<tf.Tensor4D>([input, weight, bias], (save) => {
    const mean = channelMeans(input, count);
    const centred = tf.sub(input, mean);
    const variance = channelMeans(tf.square(centred), count);
    track({ mean, variance, count });
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    save([input, weight, mean, inverse]);
    return { value: tf.add<tf.Tensor4D>(tf.mul(centred, tf.mul(weight, inverse)), bias), gradient: (dy, saved) => batchNormGradient(dy, saved, count) };
  });
}

/** dx = γ·σ⁻¹·(dy − mean(dy) − x̂·mean(dy·x̂)), the gradient through the batch's
 * statistics; then dγ and dβ. */
function batchNormGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], count: number): tf.Tensor[] {
  const [x, gamma, mean, inverse] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const normalized = tf.mul(tf.sub(x, mean), inverse);
  const dGamma = channelSums(tf.mul(dy, normalized));
  const dBeta = channelSums(dy);
  const through = tf.add(tf.mul(normalized, tf.div(dGamma, count)), tf.div(dBeta, count));
  return [tf.mul(tf.sub(dy, through), tf.mul(gamma, inverse)), dGamma, dBeta];
}

/** [N, H, W, C] → [C], an axis at a time: one running float32 sum over 16·32·32 values errs by 5e-6
 * on the wasm backend, three short ones by 1e-7, and take no longer. */
function channelSums(values: tf.Tensor): tf.Tensor1D {
  return tf.sum<tf.Tensor1D>(tf.sum(tf.sum(values, 2), 1), 0);
}

function channelMeans(values: tf.Tensor, count: number): tf.Tensor1D {
  return tf.div<tf.Tensor1D>(channelSums(values), count);
}

function move(running: tf.Variable<tf.Rank.R1>, newest: tf.Tensor1D, momentum: number): void {
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(newest, momentum)));
}
