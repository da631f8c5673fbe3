import type { AttentionFactory, AttentionPlacement } from '@attune/nn';

import type { BasicBlock, Bottleneck, ShortcutKind, StrideIn } from './block.ts';

/** Where attention acts: on each residual branch (the paper), on each block's output (the lecture),
 * or once on each stage's output. */
export type ResNetPlacement = AttentionPlacement;

export const resnetPlacements: readonly ResNetPlacement[] = ['in-block', 'after-block', 'after-stage'];

export const stridePlaces: readonly StrideIn[] = ['conv1', 'conv2'];

export interface ResNetConfig {
  readonly classes?: number | undefined;
  /** Of the images. Default: 3, red, green and blue. */
  readonly channels?: number | undefined;
  readonly attention?: AttentionFactory | undefined;
  readonly placement?: ResNetPlacement | undefined;
  /** Stages that get attention, counted from 1; all of them when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Paths of the blocks that get attention, such as `layer1.0`; all blocks of those stages when
   * left out. Not for placement `after-stage`. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** Which convolution of a block halves the image, where blocks are bottlenecks.
   * Default: `conv2`, as in torchvision. */
  readonly strideIn?: StrideIn | undefined;
  /** Share of the last block's residual branches that training leaves out; the blocks before it in
   * proportion to their depth (Huang et al. 2016, arXiv:1603.09382). Default: 0. */
  readonly stochasticDepth?: number | undefined;
  /** Share of the features before the head that training zeroes. Default: 0. */
  readonly dropout?: number | undefined;
  /** Of the initial weights; `null` leaves what would be drawn zero, for a network that is filled
   * from a file. */
  readonly seed?: number | null | undefined;
}

/** Every option that a ResNet knows. */
export const resnetOptions = Object.keys({
  classes: true,
  channels: true,
  attention: true,
  placement: true,
  attentionStages: true,
  attentionBlocks: true,
  strideIn: true,
  stochasticDepth: true,
  dropout: true,
  seed: true,
} satisfies Record<keyof ResNetConfig, true>);

/** What tells one ResNet from another. */
export interface ResNetDesign {
  readonly architecture: string;
  readonly block: typeof BasicBlock | typeof Bottleneck;
  /** Blocks in each stage. */
  readonly depths: readonly number[];
  /** Channels of the first stage; each further stage has twice as many. */
  readonly width: number;
  readonly shortcut: ShortcutKind;
}

/** `layer1.0` for the first block of the first stage: where its state begins. */
export function blockPath(stage: number, index: number): string {
  return `layer${stage + 1}.${index}`;
}

/** The paths of a stage's blocks, in forward order; stages are counted from 0 here. */
export function blockPaths({ depths }: Pick<ResNetDesign, 'depths'>, stage: number): string[] {
  return Array.from({ length: depths[stage] ?? 0 }, (_, index) => blockPath(stage, index));
}
