import { Conv2d, type ForwardContext, Identity, type Initializer, Linear, Module, type Random, Relu, sequence } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Gain, gateChannels } from './gates.ts';
import type { BottleneckWeights } from './whole-gates.ts';

export interface ChannelGateConfig {
  readonly channels: number;
  /** Units of the bottleneck. */
  readonly hidden: number;
  readonly random: Random;
}

/** The authors' channel gate: linear layers with biases, in the numbered list of their code.
 *
 * State: mlp.1.weight [C, hidden], mlp.1.bias [hidden], mlp.3.weight [hidden, C],
 *        mlp.3.bias [C]. */
export class LinearChannelGate extends Module {
  readonly mlp: readonly Module<tf.Tensor2D>[];
  readonly #weights: BottleneckWeights;

  constructor({ channels, hidden, random }: ChannelGateConfig) {
    super();
    const squeeze = new Linear({ inFeatures: channels, outFeatures: hidden, random });
    const excite = new Linear({ inFeatures: hidden, outFeatures: channels, random });
    this.#weights = { squeeze: squeeze.weight, excite: excite.weight, biases: { squeeze: squeeze.bias!, excite: excite.bias! } };
    this.mlp = [new Identity(), squeeze, new Relu(), excite];
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const channels = input.shape[3];
    const bottleneck = (pooled: tf.Tensor4D) => {
      const scores = sequence(this.mlp, tf.reshape(pooled, [-1, channels]), context);
      return tf.reshape<tf.Rank.R4>(scores, [-1, 1, 1, channels]);
    };
    return gateChannels(input, bottleneck, { gain: 1, owner: { module: this, context }, weights: this.#weights });
  }
}

export interface ConvChannelGateConfig extends ChannelGateConfig {
  readonly gain: Gain;
  readonly initializeSqueeze?: Initializer;
  readonly initializeExcite?: Initializer;
}

/** timm's channel gate, and the identity's: two 1×1 convolutions without biases.
 *
 * State: fc1.weight [1, 1, C, hidden], fc2.weight [1, 1, hidden, C]. */
export class ConvChannelGate extends Module {
  readonly fc1: Conv2d;
  readonly fc2: Conv2d;
  readonly #gain: Gain;

  constructor(config: ConvChannelGateConfig) {
    super();
    [this.fc1, this.fc2] = bottleneckConvolutions(config);
    this.#gain = config.gain;
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return gateChannels(input, (pooled) => this.fc2.forward(tf.relu(this.fc1.forward(pooled, context)), context), {
      gain: this.#gain,
      owner: { module: this, context },
      weights: { squeeze: this.fc1.weight, excite: this.fc2.weight },
    });
  }
}

/** The lecture's channel gate: the same two convolutions as entries of a list.
 *
 * State: fc.0.weight [1, 1, C, hidden], fc.2.weight [1, 1, hidden, C]. */
export class ListedChannelGate extends Module {
  readonly fc: readonly Module[];
  readonly #weights: BottleneckWeights;

  constructor(config: ChannelGateConfig) {
    super();
    const [squeeze, excite] = bottleneckConvolutions(config);
    this.#weights = { squeeze: squeeze.weight, excite: excite.weight };
    this.fc = [squeeze, new Relu(), excite];
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return gateChannels(input, (pooled) => sequence(this.fc, pooled, context), { gain: 1, owner: { module: this, context }, weights: this.#weights });
  }
}

function bottleneckConvolutions(config: Omit<ConvChannelGateConfig, 'gain'>): [squeeze: Conv2d, excite: Conv2d] {
  const { channels, hidden, random, initializeSqueeze, initializeExcite } = config;
  const pointwise = { kernelSize: 1, bias: false, random };
  const squeeze = new Conv2d({ ...pointwise, inChannels: channels, outChannels: hidden, ...(initializeSqueeze && { initialize: initializeSqueeze }) });
  const excite = new Conv2d({ ...pointwise, inChannels: hidden, outChannels: channels, ...(initializeExcite && { initialize: initializeExcite }) });
  return [squeeze, excite];
}
