import type { AttentionFactory } from '@attune/nn';

export interface VggConfig {
  readonly classes?: number;
  readonly attention?: AttentionFactory;
  /** Convolution groups, counted from 1, whose pooled output gets attention; the lecture's 1 to 4 when left out. */
  readonly attentionStages?: readonly number[];
  /** Units of the two hidden dense layers. */
  readonly hidden?: number;
  /** Side of the grid that the dense layers see, in positions. */
  readonly poolSize?: number;
  readonly dropout?: number;
  /** Of the initial weights. */
  readonly seed?: number;
}

/** What tells one VGG from another. */
export interface VggDesign {
  readonly architecture: string;
  /** Convolutions in each of the five groups. */
  readonly depths: readonly [number, number, number, number, number];
  readonly batchNorm: boolean;
}
