import { randomPurpose } from './order.ts';
import { keyedRandom, permutation } from './random.ts';

/** Chooses the validation positions: of every class the same share, at least one, and at least one left to train on. The same seed chooses the same ones.
 *
 * @param labels [size]. Every label that occurs must occur twice.
 * @returns positions in rising order; no position is in both. */
export function stratifiedSplit(
  labels: Int32Array,
  { validationFraction, seed }: { readonly validationFraction: number; readonly seed: number },
): { readonly train: Int32Array; readonly validation: Int32Array } {
  const held = new Set(
    [...membersOf(labels)].flatMap(([label, members]) => chooseHeld(members, validationFraction, keyedRandom(randomPurpose.split, seed, label))),
  );
  const positions = Int32Array.from(labels, (_, position) => position);
  return { train: positions.filter((position) => !held.has(position)), validation: positions.filter((position) => held.has(position)) };
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
  const count = Math.min(members.length - 1, Math.max(1, Math.round(members.length * fraction)));
  return [...permutation(members.length, random).subarray(0, count)].map((member) => members[member]!);
}
