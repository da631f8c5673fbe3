import {
  AttentionConfigError,
  type AttentionDescription,
  type AttentionFactory,
  type ConfigFault,
  type ForwardContext,
  Gate,
  type GateSelection,
  type Module,
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
  /** Side of the spatial gate's convolution: odd. Default: 7, as in the paper. */
  readonly kernelSize?: number | undefined;
  /** The gate of channels, that of positions, or both. Default: `both`. */
  readonly gates?: GateSelection | undefined;
}

const gateSelections: readonly GateSelection[] = ['both', 'channels', 'positions'];

/** A factory of Convolutional Block Attention Modules, channel gate first: what a
 * network's `attention` option takes.
 *
 * Source: Woo et al. 2018, arXiv:1807.06521; variants by Jongchan/attention-module and
 *         huggingface/pytorch-image-models.
 * @throws {CbamConfigError} on an unknown variant, choice of gates or option, a reduction that is
 * not a positive integer, or a kernel without a middle. */
export function cbam(config: CbamConfig = {}): AttentionFactory {
  const { variant = 'identity', reduction = 16, kernelSize = 7, gates = 'both' } = config;
  const faults = [
    ...attentionFaults(config, { variant, reduction, variants: cbamVariants, further: ['kernelSize', 'gates'] }),
    ...gateFaults({ kernelSize, gates }),
  ];
  if (faults.length > 0) throw new CbamConfigError({ variant, reduction, faults });
  const build = builders[variant];
  const round = variant === 'timm' ? Math.round : Math.floor; // where the reduction is not a divisor
  return (channels, random) => build({ channels, hidden: Math.max(1, round(channels / reduction)), kernelSize, gates, random });
}

function gateFaults({ kernelSize, gates }: { readonly kernelSize: number; readonly gates: string }): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || kernelSize % 2 === 0)
    faults.push({ option: 'kernelSize', value: kernelSize, rule: 'an odd number from 1 up (7 in the paper)' });
  if (!gateSelections.some((known) => known === gates)) faults.push({ option: 'gates', value: gates, rule: `one of ${gateSelections.join(', ')}` });
  return faults;
}

/** CBAM as lists of attention know it. */
export const cbamAttention: AttentionDescription<CbamVariant> = {
  kind: 'cbam',
  title: 'CBAM',
  identity: 'identity',
  variants: cbamVariants,
  signs: [
    { variant: 'authors', squeeze: 'ChannelGate.mlp.1.weight', mark: 'ChannelGate.', positions: 'SpatialGate.spatial.conv.weight', placement: 'in-block' },
    { variant: 'lecture', squeeze: 'channel_att.fc.0.weight', mark: 'channel_att.', positions: 'spatial_att.conv.weight', placement: 'after-block' },
    { variant: 'timm', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.conv.', positions: 'spatial.conv.conv.weight', placement: 'in-block' },
    { variant: 'identity', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.weight', positions: 'spatial.conv.weight', placement: 'after-block' },
  ],
  takes: ['kernelSize', 'gates'],
  build: (variant, options) => cbam({ variant, ...options }),
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
  readonly kernelSize?: number;
  /** Default: both. */
  readonly gates?: GateSelection;
  readonly random: Random;
}

/** A gate where it is among those that are wanted; the others draw no random numbers. */
function ifWanted<Half extends Module>(half: 'channels' | 'positions', { gates = 'both' }: Sizes, build: () => Half): Half | null {
  return gates === 'both' || gates === half ? build() : null;
}

/** Through the gate of channels, then that of positions, as far as they are there. */
function throughGates(gates: readonly (Module | null)[], input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
  return gates.reduce((features, gate) => (gate === null ? features : (gate.forward(features, context) as tf.Tensor4D)), input);
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
  readonly channel: ConvChannelGate | null;
  readonly spatial: ConvSpatialGate | null;

  constructor(sizes: Sizes) {
    super();
    this.channel = ifWanted('channels', sizes, () => new ConvChannelGate({ ...sizes, gain: 2, initializeSqueeze: firstUnitOn, initializeExcite: zeros }));
    this.spatial = ifWanted('positions', sizes, () => new ConvSpatialGate({ ...sizes, gain: 2, initialize: zeros }));
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return throughGates([this.channel, this.spatial], input, context);
  }
}

/** CBAM as its authors published it: biases in the bottleneck, [max, mean], batch norm
 * in the spatial gate.
 *
 * State: ChannelGate.mlp.{1,3}.{weight,bias}, SpatialGate.spatial.conv.weight,
 *        SpatialGate.spatial.bn.…. */
export class AuthorsCbam extends Gate {
  readonly kind = 'cbam';
  readonly ChannelGate: LinearChannelGate | null;
  readonly SpatialGate: AuthorsSpatialGate | null;

  constructor(sizes: Sizes) {
    super();
    this.ChannelGate = ifWanted('channels', sizes, () => new LinearChannelGate(sizes));
    this.SpatialGate = ifWanted('positions', sizes, () => new AuthorsSpatialGate(sizes));
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return throughGates([this.ChannelGate, this.SpatialGate], input, context);
  }
}

/** CBAM as timm builds it: no biases, [mean, max], batch norm in the spatial gate.
 *
 * State: channel.fc1.weight, channel.fc2.weight, spatial.conv.conv.weight, spatial.conv.bn.…. */
export class TimmCbam extends Gate {
  readonly kind = 'cbam';
  readonly channel: ConvChannelGate | null;
  readonly spatial: TimmSpatialGate | null;

  constructor(sizes: Sizes) {
    super();
    this.channel = ifWanted(
      'channels',
      sizes,
      () => new ConvChannelGate({ ...sizes, gain: 1, initializeSqueeze: kaimingNormalFanOut, initializeExcite: kaimingNormalFanOut }),
    );
    this.spatial = ifWanted('positions', sizes, () => new TimmSpatialGate(sizes));
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return throughGates([this.channel, this.spatial], input, context);
  }
}

/** CBAM as the lecture writes it: no biases, [mean, max], no batch norm.
 *
 * State: channel_att.fc.0.weight, channel_att.fc.2.weight, spatial_att.conv.weight. */
export class LectureCbam extends Gate {
  readonly kind = 'cbam';
  readonly channel_att: ListedChannelGate | null;
  readonly spatial_att: ConvSpatialGate | null;

  constructor(sizes: Sizes) {
    super();
    this.channel_att = ifWanted('channels', sizes, () => new ListedChannelGate(sizes));
    this.spatial_att = ifWanted('positions', sizes, () => new ConvSpatialGate({ ...sizes, gain: 1 }));
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return throughGates([this.channel_att, this.spatial_att], input, context);
  }
}
