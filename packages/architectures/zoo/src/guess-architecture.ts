import type { CbamVariant } from '@attune/cbam';
import type { NamedShape } from '@attune/checkpoint';
import type { ArchitectureDescription, AttentionPlacement } from '@attune/nn';

import { type Architecture, architectures } from './architectures.ts';

/** What a checkpoint's names and shapes say of the network it was saved from. */
export interface ArchitectureGuess {
  readonly architecture: Architecture;
  /** Rows of the last layer. */
  readonly classes: number;
  /** Null when it has none. */
  readonly attention: GuessedAttention | null;
}

/** The attention that a file holds. */
export interface GuessedAttention {
  readonly variant: CbamVariant;
  readonly placement: AttentionPlacement;
  readonly reduction: number;
  /** Counted from 1. */
  readonly stages: readonly number[];
  /** Paths of the blocks that have it, where others of these stages have not. */
  readonly blocks?: readonly string[];
}

/** The architecture whose torchvision (or, for CIFAR ResNets, akamaster) names these are, attention
 * aside; null when they are none's. */
export function guessArchitecture(tensors: readonly NamedShape[]): ArchitectureGuess | null {
  return guessAmong(architectures, tensors);
}

/** The same among architectures that need not be of this list. */
export function guessAmong<Name extends string>(
  described: Readonly<Record<Name, ArchitectureDescription>>,
  tensors: readonly NamedShape[],
): (Omit<ArchitectureGuess, 'architecture'> & { readonly architecture: Name }) | null {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const architecture = (Object.keys(described) as Name[]).find((name) => described[name].recognizes(shapes));
  const classes = architecture === undefined ? undefined : shapes.get(`${described[architecture].head}.weight`)?.[0];
  return architecture === undefined || classes === undefined ? null : { architecture, classes, attention: guessAttention(tensors) };
}

/** What each variant calls its first layer, whose shape tells the reduction, and what
 * only it has. */
const variants: readonly { readonly variant: CbamVariant; readonly squeeze: string; readonly mark: string }[] = [
  { variant: 'authors', squeeze: 'ChannelGate.mlp.1.weight', mark: 'ChannelGate.' },
  { variant: 'lecture', squeeze: 'channel_att.fc.0.weight', mark: 'channel_att.' },
  { variant: 'timm', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.conv.' },
  { variant: 'identity', squeeze: 'channel.fc1.weight', mark: 'spatial.conv.weight' },
];

/** Fields that hold attention in a file of ours, without the number of a stage. */
const attentionKinds: ReadonlySet<string> = new Set(['cbam']);

/** Whether a name of a file is attention's. A network in hand knows better: `gatesOf`
 * of `@attune/nn`. */
export function isAttentionName(name: string): boolean {
  return name.split('.').some((field) => attentionKinds.has(field.replace(/\d+$/u, '')));
}

const inStage = /^layer(\d+)\.(\d+)\.cbam\.(.+)$/u;
const behindStage = /^cbam(\d+)()\.(.+)$/u;

/** By the names of the gates' layers. Where in a block they act the names do not tell: the authors
 * and timm put them before the sum, the lecture and this library behind the block. */
function guessAttention(tensors: readonly NamedShape[]): GuessedAttention | null {
  const gates = tensors.flatMap(({ name, shape }) => {
    const [, stage, block, rest] = inStage.exec(name) ?? behindStage.exec(name) ?? [];
    return stage === undefined ? [] : [{ stage: Number(stage), path: `layer${stage}.${block}`, rest: rest!, shape, behind: behindStage.test(name) }];
  });
  const known = variants.find(({ mark }) => gates.some(({ rest }) => rest.startsWith(mark)));
  const squeeze = gates.find(({ rest }) => rest === known?.squeeze);
  if (known === undefined || squeeze === undefined) return null;
  const inBlock = known.variant === 'authors' || known.variant === 'timm';
  const [hidden = 1, channels = hidden] = squeeze.shape;
  const stages = [...new Set(gates.map(({ stage }) => stage))].toSorted((a, b) => a - b);
  const blocks = squeeze.behind ? null : somePaths(tensors, stages, new Set(gates.map(({ path }) => path)));
  return {
    variant: known.variant,
    placement: squeeze.behind ? 'after-stage' : inBlock ? 'in-block' : 'after-block',
    reduction: Math.max(1, Math.floor(channels / hidden)),
    stages,
    ...(blocks === null ? {} : { blocks }),
  };
}

/** The paths of blocks with attention; null when all blocks of these stages have it. */
function somePaths(tensors: readonly NamedShape[], stages: readonly number[], attending: ReadonlySet<string>): string[] | null {
  const paths = tensors.flatMap(({ name }) => {
    const [, path, stage] = /^(layer(\d+)\.\d+)\.conv1\.weight$/u.exec(name) ?? [];
    return path !== undefined && stages.includes(Number(stage)) ? [path] : [];
  });
  return paths.every((path) => attending.has(path)) ? null : paths.filter((path) => attending.has(path));
}
