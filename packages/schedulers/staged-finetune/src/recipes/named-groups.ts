import { type Network, namedParameters } from '@attune/nn';

import type { RecipeInput } from '../recipe/schema.ts';
import { selectNames } from '../stage/select.ts';

export type GroupInput = RecipeInput['stages'][number]['groups'][number];

/** Parameters that share a rate, by their full names. */
export interface NamedGroup {
  readonly name: string;
  readonly names: readonly string[];
  readonly learningRate: number;
  /** Clips its gradients apart from all others. */
  readonly clipNorm?: number;
}

/** As groups of a recipe; one that would hold nothing is left out. */
export function groupsOf(groups: readonly NamedGroup[]): GroupInput[] {
  return groups.filter(({ names }) => names.length > 0).map(({ names, ...group }) => ({ ...group, select: { names: [...names] } }));
}

/** Each group as two: what decays, and norms, biases and other vectors, which do not. */
export function groupsByDecay(network: Network, groups: readonly NamedGroup[]): GroupInput[] {
  const parameters = namedParameters(network);
  const isVector = (name: string) => parameters.get(name)!.rank <= 1;
  return groups.flatMap(({ name, names, learningRate }) => {
    const decaying = groupsOf([{ name, names: names.filter((parameter) => !isVector(parameter)), learningRate }]);
    const still = groupsOf([{ name: `${name}, no decay`, names: names.filter(isVector), learningRate }]);
    return [...decaying, ...still.map((group) => ({ ...group, weightDecay: 0 }))];
  });
}

/** The names of all attention, and of all else in the network's order. */
export function splitOffAttention(network: Network): { readonly attention: readonly string[]; readonly body: readonly string[] } {
  const attention = selectNames(network, 'attention').names;
  return { attention: [...attention], body: [...namedParameters(network).keys()].filter((name) => !attention.has(name)) };
}
