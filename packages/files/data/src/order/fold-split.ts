import { togetherBy } from './named-split.ts';
import { unitHash } from './unit-hash.ts';

/** One of k parts of the images that are held back in turn. */
export interface Fold {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface FoldSplitConfig {
  /** [size], what each image is called. Images of one key are never divided. */
  readonly keys: readonly string[];
  /** [size], the group of each image, or `null` for one of its own. Groups are never divided. */
  readonly groups?: readonly (string | null)[] | undefined;
  readonly fold: Fold;
  readonly seed: number;
}

/** Holds back one fold of k: over all k, every image is held back once. Within a class, images are
 * dealt out in the order of the hash of their names and the seed, so that classes are spread
 * evenly.
 *
 * @param labels [size].
 * @returns positions in rising order; no position is in both. */
export function foldSplit(labels: Int32Array, { keys, groups, fold, seed }: FoldSplitConfig): { readonly train: Int32Array; readonly validation: Int32Array } {
  const units = togetherBy(keys, groups)
    .map(({ name, positions }) => ({ positions, label: labels[positions[0]!]!, hash: unitHash(seed, name), name }))
    .sort((a, b) => a.label - b.label || a.hash - b.hash || (a.name < b.name ? -1 : 1));
  const held = new Set(units.filter((_, rank) => rank % fold.of === fold.number - 1).flatMap(({ positions }) => positions));
  const positions = Int32Array.from(labels, (_, position) => position);
  return { train: positions.filter((position) => !held.has(position)), validation: positions.filter((position) => held.has(position)) };
}
