import { AttuneError } from '@attune/errors';
import type { AttentionPlacement, GateSelection } from '@attune/nn';
import { type Architecture, type AttentionKind, type ModelSpec, architectures, placementIn } from '@attune/zoo';

import type { WeightsIdentity } from './identify-weights.ts';

/** What a person may say of a network. What is left out is as in the weights, else as is usual. */
export interface NetworkChoices {
  readonly architecture?: Architecture | undefined;
  /** Of the images: 3 for red, green and blue. */
  readonly channels?: number | undefined;
  readonly attention?: AttentionKind | undefined;
  /** Channels for each unit of the attention's bottleneck. */
  readonly reduction?: number | undefined;
  readonly placement?: AttentionPlacement | undefined;
  /** Side of the convolution of CBAM that scores positions: odd. */
  readonly attentionKernel?: number | undefined;
  /** Which gates of CBAM there are. */
  readonly attentionGates?: GateSelection | undefined;
  /** Counted from 1. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Paths such as `layer1.0`. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** Rates of dropout before the head, and of the residual branches that training leaves out. */
  readonly dropout?: number | undefined;
  readonly stochasticDepth?: number | undefined;
  /** Of the initial weights. Default: 0. */
  readonly seed?: number | undefined;
}

export const networkChoices = {
  architecture: true,
  channels: true,
  attention: true,
  reduction: true,
  placement: true,
  attentionKernel: true,
  attentionGates: true,
  attentionStages: true,
  attentionBlocks: true,
  dropout: true,
  stochasticDepth: true,
  seed: true,
} as const satisfies Record<keyof NetworkChoices, true>;

/** Neither the choices nor the weights tell the architecture. */
export class UntoldArchitectureError extends AttuneError {
  static override readonly code = 'ATTUNE_UNTOLD_ARCHITECTURE';
  /** Null without weights. */
  readonly file: string | null;

  constructor(file: string | null) {
    super(
      file === null
        ? 'Without weights, the architecture is not known; pass --arch, such as --arch resnet18.'
        : `${file}: cannot infer the architecture from its tensor names; pass --arch, such as --arch resnet18, or --rename FROM=TO where only the names are others.`,
    );
    this.name = 'UntoldArchitectureError';
    this.file = file;
  }
}

/** The architecture that is chosen, else that of the weights.
 *
 * @throws {UntoldArchitectureError} when neither tells. */
export function chooseArchitecture({ architecture }: NetworkChoices, identity: WeightsIdentity | null): Architecture {
  const chosen = architecture ?? identity?.architecture ?? null;
  if (chosen === null) throw new UntoldArchitectureError(identity?.file ?? null);
  return chosen;
}

export interface NetworkSubject {
  readonly architecture: Architecture;
  /** Null without weights. */
  readonly identity: WeightsIdentity | null;
  /** How many the data have. */
  readonly classes: number;
}

const usualReduction = 16;

/** The network to train: as the person says, else as its weights have it, else with attention that
 * changes nothing at its start, in the architecture's usual place. */
export function chooseNetwork(choices: NetworkChoices, { architecture, identity, classes }: NetworkSubject): ModelSpec {
  const card = identity?.card?.model.architecture === architecture ? identity.card.model : null;
  const channels = chooseChannels(choices, identity);
  const dropout = choices.dropout ?? card?.dropout;
  const stochasticDepth = choices.stochasticDepth ?? card?.stochasticDepth;
  return {
    architecture,
    classes,
    ...(channels === 3 ? {} : { channels }),
    ...chooseAttention(choices, architecture, identity),
    ...(dropout === undefined ? {} : { dropout }),
    ...(stochasticDepth === undefined ? {} : { stochasticDepth }),
    ...strideOf(architecture, identity),
    seed: choices.seed ?? 0,
  };
}

/** Channels of the images: as the person says, else as the weights have them. */
export function chooseChannels({ channels }: Pick<NetworkChoices, 'channels'>, identity: WeightsIdentity | null): number {
  return channels ?? identity?.channels ?? 3;
}

/** The network that a file of weights is of. */
export function networkOfWeights(identity: WeightsIdentity, { architecture: named, seed }: Pick<NetworkChoices, 'architecture' | 'seed'> = {}): ModelSpec {
  const architecture = chooseArchitecture({ architecture: named }, identity);
  const classes = identity.classes ?? architectures[architecture].classes;
  return chooseNetwork({ attention: identity.attention?.variant ?? 'none', seed }, { architecture, identity, classes });
}

type AttentionSpec = Pick<ModelSpec, 'attention' | 'reduction' | 'placement' | 'attentionKernel' | 'attentionGates' | 'attentionStages' | 'attentionBlocks'>;

/** Attention of another kind than the weights' takes nothing from theirs. */
function chooseAttention(choices: NetworkChoices, architecture: Architecture, identity: WeightsIdentity | null): AttentionSpec {
  const known = identity?.attention ?? null;
  const found = choices.attention === undefined || choices.attention === known?.variant ? known : null;
  const placement = choices.placement ?? placementIn(architecture, found?.placement);
  const sameBlocks = choices.attentionStages === undefined && placement === found?.placement;
  const attentionStages = choices.attentionStages ?? found?.stages;
  const attentionBlocks = choices.attentionBlocks ?? (sameBlocks ? found?.blocks : undefined);
  return {
    attention: choices.attention ?? found?.variant ?? 'identity',
    reduction: choices.reduction ?? found?.reduction ?? usualReduction,
    placement,
    ...gatesOf(choices, found),
    ...(attentionStages === undefined ? {} : { attentionStages }),
    ...(attentionBlocks === undefined ? {} : { attentionBlocks }),
  };
}

function gatesOf(choices: NetworkChoices, found: WeightsIdentity['attention']): Pick<ModelSpec, 'attentionKernel' | 'attentionGates'> {
  const attentionGates = choices.attentionGates ?? found?.gates;
  const attentionKernel = choices.attentionKernel ?? found?.kernelSize;
  return { ...(attentionKernel !== undefined && { attentionKernel }), ...(attentionGates !== undefined && { attentionGates }) };
}

/** Keras' ResNets halve images elsewhere than torchvision's. */
function strideOf(architecture: Architecture, identity: WeightsIdentity | null): Pick<ModelSpec, 'strideIn'> {
  const strideIn = identity?.traits.get('strideIn');
  return strideIn === 'conv1' && architectures[architecture].lacks.strideIn === undefined ? { strideIn } : {};
}
