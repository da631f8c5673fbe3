import type { NamedShape } from '@attune/checkpoint';
import type { ArchitectureDescription, AttentionDescription, AttentionPlacement, AttentionSign } from '@attune/nn';

import { type Architecture, architectures } from './architectures.ts';
import { type AttentionVariant, attentions } from './attentions.ts';
import { foreignNetwork } from './foreign-network.ts';

/** What a checkpoint's names and shapes say of the network it was saved from. */
export interface ArchitectureGuess {
  readonly architecture: Architecture;
  /** Rows of the last layer; where the file has none, as many as the architecture has by itself. */
  readonly classes: number;
  /** Of the images, as the first kernel has them; 3 where the file has none. */
  readonly channels: number;
  /** Null when it has none. */
  readonly attention: GuessedAttention | null;
}

/** The attention that a file holds. */
export interface GuessedAttention {
  readonly variant: AttentionVariant;
  readonly placement: AttentionPlacement;
  readonly reduction: number;
  /** Side of the convolution that scores positions, where it is not 7. */
  readonly kernelSize?: number;
  /** Where it is not both. */
  readonly gates?: 'channels' | 'positions';
  /** Counted from 1. */
  readonly stages: readonly number[];
  /** Paths of the blocks that have it, where others of these stages have not. */
  readonly blocks?: readonly string[];
}

/** The architecture whose torchvision (or, for CIFAR ResNets, akamaster) names these are, attention
 * aside; null when they are none's, or shapes say that it is another network. */
export function guessArchitecture(tensors: readonly NamedShape[]): ArchitectureGuess | null {
  return foreignNetwork(tensors) === null ? guessAmong(architectures, tensors) : null;
}

/** The same among architectures that need not be of this list. */
export function guessAmong<Name extends string>(
  described: Readonly<Record<Name, ArchitectureDescription>>,
  tensors: readonly NamedShape[],
): (Omit<ArchitectureGuess, 'architecture'> & { readonly architecture: Name }) | null {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const architecture = (Object.keys(described) as Name[]).find((name) => described[name].recognizes(shapes));
  if (architecture === undefined) return null;
  const classes = shapes.get(`${described[architecture].head}.weight`)?.[0] ?? described[architecture].classes;
  const channels = shapes.get(`${described[architecture].stem}.weight`)?.[1] ?? 3;
  return { architecture, classes, channels, attention: guessAttention(tensors) };
}

interface NamedGate {
  readonly stage: number;
  /** Of the block that it is in. */
  readonly path: string;
  /** What the gate itself calls the tensor. */
  readonly rest: string;
  readonly shape: readonly number[];
  /** Whether it is behind a stage, in no block. */
  readonly behind: boolean;
}

/** By the names of the gates' layers. */
function guessAttention(tensors: readonly NamedShape[]): GuessedAttention | null {
  const guesses = attentions.map((described) => guessOf(described, tensors));
  return guesses.find((guess) => guess !== null) ?? null;
}

function guessOf({ kind, signs }: AttentionDescription, tensors: readonly NamedShape[]): GuessedAttention | null {
  const gates = gatesCalled(kind, tensors);
  const has = (layer: string | undefined) => gates.some(({ rest }) => rest === layer);
  const marked = signs.find(({ mark }) => gates.some(({ rest }) => rest.startsWith(mark)));
  // One gate alone has no mark: the identity's names are the last.
  const known = marked ?? signs.findLast(({ squeeze, positions }) => has(squeeze) || has(positions));
  const [widest] = gates.filter(({ rest }) => rest === known?.squeeze).toSorted((a, b) => b.shape[1]! - a.shape[1]!);
  const scoring = gates.find(({ rest }) => rest === known?.positions);
  const told = widest ?? scoring;
  if (known === undefined || told === undefined) return null;
  const stages = [...new Set(gates.map(({ stage }) => stage))].toSorted((a, b) => a - b);
  const blocks = told.behind ? null : somePaths(tensors, stages, new Set(gates.map(({ path }) => path)));
  return {
    variant: known.variant as AttentionVariant,
    placement: told.behind ? 'after-stage' : known.placement,
    reduction: widest === undefined ? unknownReduction : reductionOf(widest),
    ...gatesOf(known, { widest, scoring }),
    stages,
    ...(blocks === null ? {} : { blocks }),
  };
}

/** Of gates of positions alone, which have no bottleneck. */
const unknownReduction = 16;

function reductionOf({ shape: [hidden = 1, channels = hidden] }: NamedGate): number {
  return Math.max(1, Math.floor(channels / hidden));
}

const usualKernel = 7;

interface Halves {
  readonly widest: NamedGate | undefined;
  readonly scoring: NamedGate | undefined;
}

/** What is other than usual: both gates, and a kernel of 7. */
function gatesOf({ positions }: AttentionSign, { widest, scoring }: Halves): Pick<GuessedAttention, 'kernelSize' | 'gates'> {
  if (positions === undefined) return {};
  if (scoring === undefined) return { gates: 'channels' };
  const kernelSize = scoring.shape[3] ?? usualKernel;
  return { ...(kernelSize !== usualKernel && { kernelSize }), ...(widest === undefined && { gates: 'positions' as const }) };
}

/** Tensors of `layer1.0.cbam.…` and `cbam1.…`. */
function gatesCalled(kind: string, tensors: readonly NamedShape[]): NamedGate[] {
  const [inStage, behindStage] = [new RegExp(`^layer(\\d+)\\.(\\d+)\\.${kind}\\.(.+)$`, 'u'), new RegExp(`^${kind}(\\d+)()\\.(.+)$`, 'u')];
  return tensors.flatMap(({ name, shape }) => {
    const [, stage, block, rest] = inStage.exec(name) ?? behindStage.exec(name) ?? [];
    return stage === undefined ? [] : [{ stage: Number(stage), path: `layer${stage}.${block}`, rest: rest!, shape, behind: block === '' }];
  });
}

/** The paths of blocks with attention; null when all blocks of these stages have it. */
function somePaths(tensors: readonly NamedShape[], stages: readonly number[], attending: ReadonlySet<string>): string[] | null {
  const paths = tensors.flatMap(({ name }) => {
    const [, path, stage] = /^(layer(\d+)\.\d+)\.conv1\.weight$/u.exec(name) ?? [];
    return path !== undefined && stages.includes(Number(stage)) ? [path] : [];
  });
  return paths.every((path) => attending.has(path)) ? null : paths.filter((path) => attending.has(path));
}
