import { refuseUnknownOptions } from '@attune/errors';

import { randomPurpose } from './order.ts';
import { keyedRandom, permutation } from './random.ts';

/** Chooses the validation positions: of every class the same share, at least one, and at least one
 * left to train on. The same seed chooses the same ones.
 *
 * @param labels [size]. Every label that occurs must occur twice.
 * @returns positions in rising order; no position is in both.
 * @throws {UnknownOptionError} when an option does not exist. */
export function stratifiedSplit(
  labels: Int32Array,
  config: { readonly validationFraction: number; readonly seed: number },
): { readonly train: Int32Array; readonly validation: Int32Array } {
  refuseUnknownOptions('stratifiedSplit', config, { validationFraction: true, seed: true });
  const { validationFraction, seed } = config;
  const held = new Set(
    [...membersOf(labels)].flatMap(([label, members]) => chooseHeld(members, validationFraction, keyedRandom(randomPurpose.split, seed, label))),
  );
  const positions = Int32Array.from(labels, (_, position) => position);
  return { train: positions.filter((position) => !held.has(position)), validation: positions.filter((position) => held.has(position)) };
}

/** Chooses as `stratifiedSplit` does, but keeps groups whole: what shows one patient, one animal or
 * one burst of photos is all on one side, so that validation measures
 * what is new. Shares of the classes come as near to `validationFraction` as whole groups allow.
 *
 * @param groups [size], the group of each image.
 * @throws {UnknownOptionError} when an option does not exist. */
export function groupedSplit(
  labels: Int32Array,
  config: { readonly groups: readonly string[]; readonly validationFraction: number; readonly seed: number },
): ReturnType<typeof stratifiedSplit> {
  refuseUnknownOptions('groupedSplit', config, { groups: true, validationFraction: true, seed: true });
  const { groups, validationFraction, seed } = config;
  const totals = countsOf(labels);
  const missing = new Map([...totals].map(([label, count]) => [label, wantedCount(count, validationFraction)]));
  const members = [...positionsByGroup(groups).values()];
  const held = new Set<number>();
  for (const chosen of permutation(members.length, keyedRandom(randomPurpose.split, seed))) {
    const group = members[chosen]!;
    const counts = countsOf(Int32Array.from(group, (position) => labels[position]!));
    if (!bringsCloser(counts, missing)) continue;
    for (const [label, count] of counts) missing.set(label, missing.get(label)! - count);
    group.forEach((position) => held.add(position));
  }
  const positions = Int32Array.from(labels, (_, position) => position);
  return { train: positions.filter((position) => !held.has(position)), validation: positions.filter((position) => held.has(position)) };
}

function positionsByGroup(groups: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  groups.forEach((group, position) => {
    const known = positions.get(group);
    if (known === undefined) positions.set(group, [position]);
    else known.push(position);
  });
  return positions;
}

/** Whether holding these back leaves the classes, taken together, nearer to what is
 * wanted of them. */
function bringsCloser(counts: ReadonlyMap<number, number>, missing: ReadonlyMap<number, number>): boolean {
  const change = [...counts].reduce((sum, [label, count]) => sum + Math.abs(missing.get(label)! - count) - Math.abs(missing.get(label)!), 0);
  return change < 0;
}

function countsOf(labels: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function membersOf(labels: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>();
  labels.forEach((label, position) => {
    const known = members.get(label);
    if (known === undefined) members.set(label, [position]);
    else known.push(position);
  });
  return members;
}

function chooseHeld(members: readonly number[], fraction: number, random: () => number): number[] {
  return [...permutation(members.length, random).subarray(0, wantedCount(members.length, fraction))].map((member) => members[member]!);
}

/** How many of a class are held back: its share, at least one, never all. */
function wantedCount(count: number, fraction: number): number {
  return Math.min(count - 1, Math.max(1, Math.round(count * fraction)));
}
