import type { AttentionFactory } from '@attune/nn';

export interface VggConfig {
  readonly classes?: number | undefined;
  /** Of the images. Default: 3, red, green and blue. */
  readonly channels?: number | undefined;
  readonly attention?: AttentionFactory | undefined;
  /** Convolution groups, counted from 1, whose pooled output gets attention; the
   * lecture's 1 to 4 when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Units of the two hidden dense layers. */
  readonly hidden?: number | undefined;
  /** Side of the grid that the dense layers see, in positions. */
  readonly poolSize?: number | undefined;
  readonly dropout?: number | undefined;
  /** Of the initial weights; `null` leaves what would be drawn zero, for a network that is filled
   * from a file. */
  readonly seed?: number | null | undefined;
}

/** Every option that a VGG knows. */
export const vggOptions = Object.keys({
  classes: true,
  channels: true,
  attention: true,
  attentionStages: true,
  hidden: true,
  poolSize: true,
  dropout: true,
  seed: true,
} satisfies Record<keyof VggConfig, true>);

/** What tells one VGG from another. */
export interface VggDesign {
  readonly architecture: string;
  /** Convolutions in each of the five groups. */
  readonly depths: readonly [number, number, number, number, number];
  readonly batchNorm: boolean;
}
