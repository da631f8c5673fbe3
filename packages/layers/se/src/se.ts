import {
  AttentionConfigError,
  type AttentionDescription,
  type AttentionFactory,
  Conv2d,
  type ForwardContext,
  Gate,
  type Initializer,
  type Random,
  applyGate,
  attentionFaults,
  firstUnitOn,
  kaimingNormalFanOut,
  uniformFanIn,
  zeros,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** `se` may be put into a trained network; `se-timm` is the published form. */
export type SeVariant = 'se' | 'se-timm';

export const seVariants: readonly SeVariant[] = ['se', 'se-timm'];

export interface SeConfig {
  readonly variant?: SeVariant;
  /** Channels per unit of the bottleneck. */
  readonly reduction?: number;
}

/** A factory of squeeze-and-excitation gates: what a network's `attention` option takes.
 *
 * Source: Hu et al. 2018, arXiv:1709.01507; huggingface/pytorch-image-models,
 * `layers/squeeze_excite.py`.
 * @throws {SeConfigError} on an unknown variant or option, or a reduction that is not a positive
 * integer. */
export function se(config: SeConfig = {}): AttentionFactory {
  const { variant = 'se', reduction = 16 } = config;
  const faults = attentionFaults(config, { variant, reduction, variants: seVariants });
  if (faults.length > 0) throw new SeConfigError({ variant, reduction, faults });
  if (variant === 'se-timm') return (channels, random) => new TimmSe({ channels, hidden: timmUnits(channels / reduction), random });
  return (channels, random) => new IdentitySe({ channels, hidden: Math.max(1, Math.floor(channels / reduction)), random });
}

/** timm's `make_divisible(…, 8, round_limit=0.)`: the nearest multiple of eight, at least eight. */
function timmUnits(units: number): number {
  return Math.max(8, Math.floor((units + 4) / 8) * 8);
}

/** SE as lists of attention know it. */
export const seAttention: AttentionDescription<SeVariant> = {
  kind: 'se',
  title: 'SE',
  identity: 'se',
  variants: seVariants,
  signs: [
    { variant: 'se-timm', squeeze: 'fc1.weight', mark: 'fc2.bias', placement: 'in-block' },
    { variant: 'se', squeeze: 'fc1.weight', mark: 'fc2.weight', placement: 'after-block' },
  ],
  build: (variant, { reduction }) => se({ variant, reduction }),
};

/** Options that no gate of SE can be built with. */
export class SeConfigError extends AttentionConfigError {
  static override readonly code = 'ATTUNE_SE_CONFIG';

  constructor(config: ConstructorParameters<typeof AttentionConfigError>[1]) {
    super('SE', config);
    this.name = 'SeConfigError';
  }
}

interface Sizes {
  readonly channels: number;
  /** Units of the bottleneck. */
  readonly hidden: number;
  readonly random: Random;
}

/** Squeeze-and-excitation that starts as the identity: a gate of 2·sigmoid whose last layer is
 * zero, so a trained network with it gives the same logits to the bit, and learns from the first
 * step.
 *
 * forward: [N, H, W, C] → [N, H, W, C].
 * State:   fc1.weight [1, 1, C, hidden], fc1.bias [hidden], fc2.weight [1, 1, hidden, C]. */
export class IdentitySe extends Gate {
  readonly kind = 'se';
  readonly fc1: Conv2d;
  readonly fc2: Conv2d;

  constructor({ channels, hidden, random }: Sizes) {
    super();
    this.fc1 = new Conv2d({ ...squeeze(channels, hidden), initialize: firstUnitOn, initializeBias: firstAtOne(channels), random });
    this.fc2 = new Conv2d({ ...squeeze(hidden, channels), initialize: zeros, bias: false, random });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const gate = tf.mul<tf.Tensor4D>(tf.sigmoid(scores(this, input, context)), 2);
    return applyGate(input, gate, { module: this, context });
  }
}

/** Squeeze-and-excitation as timm builds it (`SEModule`): sigmoid, biases, a bottleneck of a
 * multiple of eight units.
 *
 * forward: [N, H, W, C] → [N, H, W, C].
 * State:   fc1.weight [1, 1, C, hidden], fc1.bias [hidden], fc2.weight [1, 1, hidden, C],
 *          fc2.bias [C]. */
export class TimmSe extends Gate {
  readonly kind = 'se';
  readonly fc1: Conv2d;
  readonly fc2: Conv2d;

  constructor({ channels, hidden, random }: Sizes) {
    super();
    this.fc1 = new Conv2d({ ...squeeze(channels, hidden), initialize: kaimingNormalFanOut, random });
    this.fc2 = new Conv2d({ ...squeeze(hidden, channels), initialize: kaimingNormalFanOut, random });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return applyGate(input, tf.sigmoid(scores(this, input, context)), { module: this, context });
  }
}

/** Means over all positions through the bottleneck: [N, H, W, C] → [N, 1, 1, C]. */
function scores({ fc1, fc2 }: IdentitySe | TimmSe, input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
  const means = tf.mean<tf.Tensor4D>(input, [1, 2], true);
  return fc2.forward(tf.relu(fc1.forward(means, context)), context);
}

function squeeze(inChannels: number, outChannels: number) {
  return { inChannels, outChannels, kernelSize: 1 };
}

/** Torch's draws, but 1 for the first unit: signed features, as they are before a block's sum, have
 * means around 0, and a unit that is off on all of them would never learn. */
function firstAtOne(channels: number): Initializer {
  return (shape, random) =>
    tf.tidy(() => {
      const draws = uniformFanIn(channels)(shape, random);
      return tf.concat([tf.ones([1]), tf.slice(draws, [1], [shape[0]! - 1])]);
    });
}
