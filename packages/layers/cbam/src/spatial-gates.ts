import { BatchNorm2d, Conv2d, type ForwardContext, type Initializer, Module, type Random, kaimingNormalFanOut } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Gain, gatePositions } from './gates.ts';

export interface SpatialGateConfig {
  /** Side of the convolution: odd. Default: 7. */
  readonly kernelSize?: number;
  readonly random: Random;
}

export interface ConvSpatialGateConfig extends SpatialGateConfig {
  readonly gain: Gain;
  readonly initialize?: Initializer;
}

/** The lecture's spatial gate, and the identity's: a 7×7 convolution of [mean, max] without bias.
 *
 * State: conv.weight [kernel, kernel, 2, 1]. */
export class ConvSpatialGate extends Module {
  readonly conv: Conv2d;
  readonly #gain: Gain;

  constructor({ gain, initialize, ...sizes }: ConvSpatialGateConfig) {
    super();
    this.conv = spatialConvolution(sizes, initialize);
    this.#gain = gain;
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const { weight: filter } = this.conv;
    return gatePositions(input, (maps) => this.conv.forward(maps, context), { gain: this.#gain, order: 'mean-max', owner: { module: this, context }, filter });
  }
}

export interface ConvNormConfig extends SpatialGateConfig {
  /** Weight of the newest batch in the norm's running statistics. */
  readonly momentum: number;
  /** The norm's scale at the start; with 0 every spatial gate is one half. */
  readonly scale: 0 | 1;
}

/** Convolution, then batch norm over its one map: what the authors' and timm's spatial
 * gates score with.
 *
 * State: conv.weight [kernel, kernel, 2, 1], bn.weight, bn.bias, bn.running_mean,
 *        bn.running_var [1]. */
export class SpatialConvNorm extends Module {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;

  constructor({ momentum, scale, ...sizes }: ConvNormConfig) {
    super();
    this.conv = spatialConvolution(sizes, kaimingNormalFanOut);
    this.bn = new BatchNorm2d({ channels: 1, momentum, scale });
  }

  forward(maps: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.bn.forward(this.conv.forward(maps, context), context);
  }
}

/** The authors' spatial gate. State: spatial.conv.weight, spatial.bn.… as {@link
 * SpatialConvNorm}; reads [max, mean]. */
export class AuthorsSpatialGate extends Module {
  readonly spatial: SpatialConvNorm;

  constructor({ kernelSize = 7, random }: SpatialGateConfig) {
    super();
    this.spatial = new SpatialConvNorm({ kernelSize, random, momentum: 0.01, scale: 0 });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return gatePositions(input, (maps) => this.spatial.forward(maps, context), { gain: 1, order: 'max-mean', owner: { module: this, context } });
  }
}

/** timm's spatial gate. State: conv.conv.weight, conv.bn.… as {@link SpatialConvNorm};
 * reads [mean, max]. */
export class TimmSpatialGate extends Module {
  readonly conv: SpatialConvNorm;

  constructor({ kernelSize = 7, random }: SpatialGateConfig) {
    super();
    this.conv = new SpatialConvNorm({ kernelSize, random, momentum: 0.1, scale: 1 });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return gatePositions(input, (maps) => this.conv.forward(maps, context), { gain: 1, order: 'mean-max', owner: { module: this, context } });
  }
}

/** As high and wide behind it as before. */
function spatialConvolution({ kernelSize = 7, random }: SpatialGateConfig, initialize?: Initializer): Conv2d {
  return new Conv2d({ inChannels: 2, outChannels: 1, kernelSize, padding: (kernelSize - 1) / 2, bias: false, random, ...(initialize && { initialize }) });
}
