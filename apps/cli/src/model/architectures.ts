import { type CbamVariant, cbam, cbamVariants } from '@attune/cbam';
import type { Network } from '@attune/nn';
import { type ResNetPlacement, resnets } from '@attune/resnet';
import { vggs } from '@attune/vgg';

import { UsageError } from '../usage-error.ts';

export type Architecture = keyof typeof resnets | keyof typeof vggs;

/** Every architecture by name. */
export const architectureNames = [...Object.keys(resnets), ...Object.keys(vggs)] as readonly Architecture[];

export const placements: readonly ResNetPlacement[] = ['in-block', 'after-block', 'after-stage'];

/** All that rebuilds a network; a run saves it. */
export interface ModelSpec {
  readonly architecture: Architecture;
  readonly classes: number;
  readonly attention: CbamVariant | 'none';
  readonly reduction: number;
  readonly placement: ResNetPlacement;
  /** All that the architecture has when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** What training leaves out, as rates; the architecture's own when left out. */
  readonly dropout?: number | undefined;
  readonly stochasticDepth?: number | undefined;
  /** Of the initial weights. */
  readonly seed: number;
}

export function buildModel(spec: ModelSpec): Network {
  const { architecture, classes, attention, reduction, placement, attentionStages, dropout, stochasticDepth, seed } = spec;
  const options = {
    ...(attention === 'none' ? {} : { attention: cbam({ variant: attention, reduction }) }),
    ...(attentionStages === undefined ? {} : { attentionStages }),
    ...(dropout === undefined ? {} : { dropout }),
  };
  if (isVgg(architecture)) return vggs[architecture]({ classes, seed, ...options });
  return resnets[architecture]({ classes, seed, placement, ...options, ...(stochasticDepth === undefined ? {} : { stochasticDepth }) });
}

export function isVgg(architecture: Architecture): architecture is keyof typeof vggs {
  return architecture in vggs;
}

/** Images of 32 pixels, as CIFAR's, are what these are made for. */
export function isCifarNetwork(architecture: Architecture): boolean {
  return ['resnet20', 'resnet32', 'resnet44', 'resnet56', 'resnet110'].includes(architecture);
}

/** @throws {UsageError} when there is no such architecture. */
export function parseArchitecture(name: string): Architecture {
  if ((architectureNames as readonly string[]).includes(name)) return name as Architecture;
  throw new UsageError(`There is no architecture "${name}": choose one of ${architectureNames.join(', ')}.`);
}

/** `cbam` stands for the variant that may be put into a trained network.
 *
 * @throws {UsageError} when it is no attention. */
export function parseAttention(name: string): CbamVariant | 'none' {
  if (name === 'cbam') return 'identity';
  if (name === 'none' || (cbamVariants as readonly string[]).includes(name)) return name as CbamVariant | 'none';
  throw new UsageError(`There is no attention "${name}": choose none, cbam (the same as identity), ${cbamVariants.join(', ')}.`);
}
