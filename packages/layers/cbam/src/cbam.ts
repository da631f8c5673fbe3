import {
  AttentionConfigError,
  type AttentionDescription,
  type AttentionFactory,
  type ForwardContext,
  Gate,
  type Random,
  attentionFaults,
  firstUnitOn,
  kaimingNormalFanOut,
  zeros,
} from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import { ConvChannelGate, LinearChannelGate, ListedChannelGate } from './channel-gates.ts';
import { AuthorsSpatialGate, ConvSpatialGate, TimmSpatialGate } from './spatial-gates.ts';

/** Where the public implementations of CBAM differ, and the one of ours that may be put
 * into a trained network. */
export type CbamVariant = 'identity' | 'authors' | 'timm' | 'lecture';

export const cbamVariants: readonly CbamVariant[] = ['identity', 'authors', 'timm', 'lecture'];

export interface CbamConfig {
  readonly variant?: CbamVariant;
  /** Channels per unit of the bottleneck; it has at least one unit. */
  readonly reduction?: number;
}

/** A factory of Convolutional Block Attention Modules, channel gate first: what a
 * network's `attention` option takes.
 *
 * Source: Woo et al. 2018, arXiv:1807.06521; variants by Jongchan/attention-module and
 *         huggingface/pytorch-image-models.
 * @throws {CbamConfigError} on an unknown variant or option, or a reduction that is not a positive
 * integer. */
export function cbam(config: CbamConfig = {}): AttentionFactory {
  const { variant = 'identity', reduction = 16 } = config;
  const faults = attentionFaults(config, { variant, reduction, variants: cbamVariants });
  if (faults.length > 0) throw new CbamConfigError({ variant, reduction, faults });
  const build = builders[variant];
  const round = variant === 'timm' ? Math.round : Math.floor; // where the reduction is not a divisor
  return (channels, random) => build({ channels, hidden: Math.max(1, round(channels / reduction)), random });
}

/** CBAM as lists of attention know it. */
export const cbamAttention: AttentionDescription<CbamVariant> = {
  kind: 'cbam',
  title: 'CBAM',
  identity: 'identity',
  variants: cbamVariants,
  signs: [
    { variant: 'authors', squeeze: 'ChannelGate.mlp.1.weight', mark: 'ChannelGate.', placement: 'in-block' },
    { variant: 'lecture', squeeze: 'channel_att.fc.0.weight', mark: 'channel_att.', placement: 'after-block' },
    { variant: 'timm', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.conv.', placement: 'in-block' },
    { variant: 'identity', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.weight', placement: 'after-block' },
  ],
  build: (variant, { reduction }) => cbam({ variant, reduction }),
};

/** Options that no gate of CBAM can be built with. */
export class CbamConfigError extends AttentionConfigError {
  static override readonly code = 'ATTUNE_CBAM_CONFIG';

  constructor(config: ConstructorParameters<typeof AttentionConfigError>[1]) {
    super('CBAM', config);
    this.name = 'CbamConfigError';
  }
}

interface Sizes {
  readonly channels: number;
  readonly hidden: number;
  readonly random: Random;
}

const builders: Record<CbamVariant, (sizes: Sizes) => Gate> = {
  identity: (sizes) => new IdentityCbam(sizes),
  authors: (sizes) => new AuthorsCbam(sizes),
  timm: (sizes) => new TimmCbam(sizes),
  lecture: (sizes) => new LectureCbam(sizes),
};

/** CBAM that starts as the identity: gates of 2·sigmoid whose last layers are zero, so a trained
 * network with it gives the same logits to the bit, and learns from the first step.
 *
 * State: channel.fc1.weight, channel.fc2.weight, spatial.conv.weight. */
export class IdentityCbam extends Gate {
  readonly kind = 'cbam';
  readonly channel: ConvChannelGate;
  readonly spatial: ConvSpatialGate;

  constructor(sizes: Sizes) {
    super();
    this.channel = new ConvChannelGate({ ...sizes, gain: 2, initializeSqueeze: firstUnitOn, initializeExcite: zeros });
    this.spatial = new ConvSpatialGate({ random: sizes.random, gain: 2, initialize: zeros });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.spatial.forward(this.channel.forward(input, context), context);
  }
}

/** CBAM as its authors published it: biases in the bottleneck, [max, mean], batch norm
 * in the spatial gate.
 *
 * State: ChannelGate.mlp.{1,3}.{weight,bias}, SpatialGate.spatial.conv.weight,
 *        SpatialGate.spatial.bn.…. */
export class AuthorsCbam extends Gate {
  readonly kind = 'cbam';
  readonly ChannelGate: LinearChannelGate;
  readonly SpatialGate: AuthorsSpatialGate;

  constructor(sizes: Sizes) {
    super();
    this.ChannelGate = new LinearChannelGate(sizes);
    this.SpatialGate = new AuthorsSpatialGate(sizes);
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.SpatialGate.forward(this.ChannelGate.forward(input, context), context);
  }
}

/** CBAM as timm builds it: no biases, [mean, max], batch norm in the spatial gate.
 *
 * State: channel.fc1.weight, channel.fc2.weight, spatial.conv.conv.weight, spatial.conv.bn.…. */
export class TimmCbam extends Gate {
  readonly kind = 'cbam';
  readonly channel: ConvChannelGate;
  readonly spatial: TimmSpatialGate;

  constructor(sizes: Sizes) {
    super();
    this.channel = new ConvChannelGate({ ...sizes, gain: 1, initializeSqueeze: kaimingNormalFanOut, initializeExcite: kaimingNormalFanOut });
    this.spatial = new TimmSpatialGate(sizes);
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.spatial.forward(this.channel.forward(input, context), context);
  }
}

/** CBAM as the lecture writes it: no biases, [mean, max], no batch norm.
 *
 * State: channel_att.fc.0.weight, channel_att.fc.2.weight, spatial_att.conv.weight. */
export class LectureCbam extends Gate {
  readonly kind = 'cbam';
  readonly channel_att: ListedChannelGate;
  readonly spatial_att: ConvSpatialGate;

  constructor(sizes: Sizes) {
    super();
    this.channel_att = new ListedChannelGate(sizes);
    this.spatial_att = new ConvSpatialGate({ random: sizes.random, gain: 1 });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.spatial_att.forward(this.channel_att.forward(input, context), context);
  }
}
