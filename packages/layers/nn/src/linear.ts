import { refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { type Initializer, uniformFanIn } from './initializers.ts';
import { type ForwardContext, Module, parameter } from './module.ts';
import type { Random } from './random.ts';

export interface LinearConfig {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly bias?: boolean;
  readonly initialize?: Initializer;
  readonly initializeBias?: Initializer;
  readonly random?: Random;
}

const linearOptions = { inFeatures: true, outFeatures: true, bias: true, initialize: true, initializeBias: true, random: true } satisfies Record<
  keyof LinearConfig,
  true
>;

/** Affine map as `torch.nn.Linear`.
 *
 * forward: [N, inFeatures] → [N, outFeatures].
 * State:   weight [inFeatures, outFeatures] (torch stores the transpose), bias
 *          [outFeatures] unless `bias: false`.
 * @throws {UnknownOptionError} when an option does not exist. */
export class Linear extends Module<tf.Tensor2D> {
  readonly weight: tf.Variable<tf.Rank.R2>;
  readonly bias: tf.Variable<tf.Rank.R1> | null;

  constructor(config: LinearConfig) {
    super();
    refuseUnknownOptions('Linear', config, linearOptions);
    const { inFeatures, outFeatures, bias = true, initialize, initializeBias, random = Math.random } = config;
    const uniform = uniformFanIn(inFeatures);
    this.weight = parameter((initialize ?? uniform)([inFeatures, outFeatures], random) as tf.Tensor2D);
    this.bias = bias ? parameter((initializeBias ?? uniform)([outFeatures], random) as tf.Tensor1D) : null;
  }

  forward(input: tf.Tensor2D, _context: ForwardContext): tf.Tensor2D {
    const output = tf.matMul<tf.Tensor2D>(input, this.weight);
    return this.bias === null ? output : tf.add<tf.Tensor2D>(output, this.bias);
  }
}
