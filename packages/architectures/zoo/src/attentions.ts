import { cbamAttention } from '@attune/cbam';
import type { AttentionDescription, GateSelection } from '@attune/nn';
import { seAttention } from '@attune/se';

/** Every package of attention. A new one is its place here. */
const packages = [cbamAttention, seAttention] as const;

/** Which gates attention has, where it comes with several. */
export const gateSelections = ['both', 'channels', 'positions'] as const satisfies readonly GateSelection[];

/** A variant of any of them. */
export type AttentionVariant = (typeof packages)[number]['identity'];

/** The same without their variants' types: what is asked of all of them. */
export const attentions: readonly AttentionDescription[] = packages;

/** Every kind of attention by name, and none. */
export const attentionKinds = ['none', ...packages.flatMap(({ variants }): readonly AttentionVariant[] => variants)] as const;

/** One of {@link attentionKinds}. */
export type AttentionKind = 'none' | AttentionVariant;

/** The package that has a variant. */
export function attentionWith(variant: AttentionVariant): AttentionDescription {
  return attentions.find(({ variants }) => variants.includes(variant))!;
}

/** `CBAM (identity)`: a variant in texts. */
export function attentionTitle(variant: AttentionVariant): string {
  return `${attentionWith(variant).title} (${variant})`;
}

/** Whether a name of a file is attention's. A network in hand knows better: `gatesOf`
 * of `@attune/nn`. */
export function isAttentionName(name: string): boolean {
  return name.split('.').some((field) => attentions.some(({ kind }) => kind === field.replace(/\d+$/u, '')));
}
