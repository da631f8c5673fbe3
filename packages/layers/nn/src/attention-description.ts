import type { AttentionPlacement } from './architecture.ts';
import type { AttentionFactory } from './gate.ts';

/** By what a file's names tell a variant, below the gate's own path and in torch's layout. */
export interface AttentionSign<Variant extends string = string> {
  readonly variant: Variant;
  /** What names begin with that only this variant has, or those before it in the list have not. */
  readonly mark: string;
  /** The layer whose shape [hidden, channels, …] tells the reduction. */
  readonly squeeze: string;
  /** Where its publisher puts it in a block: names do not tell. */
  readonly placement: Extract<AttentionPlacement, 'in-block' | 'after-block'>;
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
  /** Gates of a variant, with so many channels per unit of their bottleneck. */
  build(variant: Variant, options: { readonly reduction: number }): AttentionFactory;
}
