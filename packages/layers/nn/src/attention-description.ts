import type { AttentionPlacement } from './architecture.ts';
import type { AttentionFactory } from './gate.ts';

/** By what a file's names tell a variant, below the gate's own path and in torch's layout. */
export interface AttentionSign<Variant extends string = string> {
  readonly variant: Variant;
  /** What names begin with that only this variant has, or those before it in the list have not. */
  readonly mark: string;
  /** The layer whose shape [hidden, channels, …] tells the reduction. */
  readonly squeeze: string;
  /** The layer whose shape [1, 2, kernel, kernel] tells the kernel of the gate of positions, where
   * the variant has one. */
  readonly positions?: string;
  /** Where its publisher puts it in a block: names do not tell. */
  readonly placement: Extract<AttentionPlacement, 'in-block' | 'after-block'>;
}

/** Which gates a module of attention has, where it comes with several. */
export type GateSelection = 'both' | 'channels' | 'positions';

/** What gates are built with. */
export interface AttentionOptions {
  /** Channels per unit of the bottleneck. */
  readonly reduction: number;
  /** Side of the convolution that scores positions: odd. Default: the variant's own. */
  readonly kernelSize?: number | undefined;
  /** Default: `both`. */
  readonly gates?: GateSelection | undefined;
}

/** What a package of attention says of itself, so that nothing else has to know it by name. */
export interface AttentionDescription<Variant extends string = string> {
  /** The kind of all its gates: `cbam`, `se`. As a choice it stands for `identity`. */
  readonly kind: string;
  /** What texts call it: `CBAM`. */
  readonly title: string;
  /** The variant that may be put into a trained network without changing what it computes. */
  readonly identity: Variant;
  readonly variants: readonly Variant[];
  /** The first whose mark is found decides. */
  readonly signs: readonly AttentionSign<Variant>[];
  /** What it takes beside the reduction. Default: nothing. */
  readonly takes?: readonly ('kernelSize' | 'gates')[];
  /** Gates of a variant. What the attention does not take has no effect. */
  build(variant: Variant, options: AttentionOptions): AttentionFactory;
}
