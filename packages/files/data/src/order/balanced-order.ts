import { randomPurpose } from './order.ts';
import { keyedRandom, permutation } from './random.ts';

/** The positions of each class that has any: by label, or by the classes of each row of
 * targets, where images of none make one more. */
export function classMembers({ labels, targets }: { readonly labels: Int32Array; readonly targets?: Float32Array | undefined }): Int32Array[] {
  const members = new Map<number, number[]>();
  const add = (label: number, position: number) => {
    const known = members.get(label);
    if (known === undefined) members.set(label, [position]);
    else known.push(position);
  };
  const width = (targets?.length ?? 0) / labels.length;
  labels.forEach((label, position) => {
    if (targets === undefined) return add(label, position);
    const row = targets.subarray(position * width, (position + 1) * width);
    const own = Array.from(row.keys()).filter((column) => row[column] === 1);
    for (const column of own.length === 0 ? [-1] : own) add(column, position);
  });
  return [...members].sort(([a], [b]) => a - b).map(([, positions]) => Int32Array.from(positions));
}

/** As many positions as there are images, each class equally often (to within one): of a class with
 * few images each comes several times, of one with many some wait for another epoch. (seed, epoch)
 * alone decide it. */
export function balancedOrder(
  members: readonly Int32Array[],
  { size, seed, epoch }: { readonly size: number; readonly seed: number; readonly epoch: number },
): Int32Array {
  const turns = permutation(members.length, keyedRandom(randomPurpose.sampling, seed, epoch));
  const drawn = [...turns].flatMap((label, turn) => {
    const count = Math.floor(size / members.length) + (turn < size % members.length ? 1 : 0);
    return [...drawFrom(members[label]!, count, [seed, epoch, label])];
  });
  const order = permutation(drawn.length, keyedRandom(randomPurpose.order, seed, epoch));
  return Int32Array.from(order, (place) => drawn[place]!);
}

/** None comes again before all others of the class have come. */
function drawFrom(positions: Int32Array, count: number, key: readonly number[]): Int32Array {
  const drawn = new Int32Array(count);
  for (let at = 0, round = 0; at < count; at += positions.length, round++) {
    const order = permutation(positions.length, keyedRandom(randomPurpose.sampling, ...key, round));
    order.subarray(0, count - at).forEach((member, place) => (drawn[at + place] = positions[member]!));
  }
  return drawn;
}
