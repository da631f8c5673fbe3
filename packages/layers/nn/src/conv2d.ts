import { refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { type Initializer, uniformFanIn } from './initializers.ts';
import { type ForwardContext, Module, parameter } from './module.ts';
import type { Random } from './random.ts';

export interface Conv2dConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Height and width of the kernel, in pixels. */
  readonly kernelSize: number;
  readonly stride?: number;
  /** Zeros added on every side, in pixels, as torch does; never TensorFlow's one-sided `same`,
   * which shifts strided outputs by a pixel. */
  readonly padding?: number;
  readonly bias?: boolean;
  readonly initialize?: Initializer;
  readonly initializeBias?: Initializer;
  readonly random?: Random;
}

const conv2dOptions = {
  inChannels: true,
  outChannels: true,
  kernelSize: true,
  stride: true,
  padding: true,
  bias: true,
  initialize: true,
  initializeBias: true,
  random: true,
} satisfies Record<keyof Conv2dConfig, true>;

/** Convolution as `torch.nn.Conv2d`.
 *
 * forward: [N, H, W, inChannels] → [N, H', W', outChannels], H' = ⌊(H + 2·padding −
 *          kernelSize) / stride⌋ + 1.
 * State:   weight [kernelSize, kernelSize, inChannels, outChannels], bias [outChannels]
 *          unless `bias: false`.
 * @throws {UnknownOptionError} when an option does not exist. */
export class Conv2d extends Module {
  readonly weight: tf.Variable<tf.Rank.R4>;
  readonly bias: tf.Variable<tf.Rank.R1> | null;
  readonly #stride: number;
  readonly #padding: number;

  constructor(config: Conv2dConfig) {
    super();
    refuseUnknownOptions('Conv2d', config, conv2dOptions);
    const { inChannels, outChannels, kernelSize, stride = 1, padding = 0, bias = true, initialize, initializeBias, random = Math.random } = config;
    const uniform = uniformFanIn(inChannels * kernelSize * kernelSize);
    this.weight = parameter((initialize ?? uniform)([kernelSize, kernelSize, inChannels, outChannels], random) as tf.Tensor4D);
    this.bias = bias ? parameter((initializeBias ?? uniform)([outChannels], random) as tf.Tensor1D) : null;
    this.#stride = stride;
    this.#padding = padding;
  }

  /** Side of the kernel, in pixels. */
  get kernelSize(): number {
    return this.weight.shape[0];
  }

  get stride(): number {
    return this.#stride;
  }

  forward(input: tf.Tensor4D, _context: ForwardContext): tf.Tensor4D {
    const output = tf.conv2d(input, this.weight, this.#stride, this.#padding);
    return this.bias === null ? output : tf.add(output, this.bias);
  }
}
