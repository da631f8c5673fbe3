/** The next number of a sequence, uniform in [0, 1). */
export type Random = () => number;

/** A sequence that its keys alone determine, so that what happens to image `index` in `epoch` does
 * not depend on who asked first.
 *
 * The keys are folded by MurmurHash3's mixer into the state of sfc32 (Chris Doty-Humphrey's small
 * fast counting generator, 128 bits of state, period at least 2³²).
 *
 * @param keys integers; their order matters. */
export function keyedRandom(...keys: readonly number[]): Random {
  let a = fold(0x9e3779b9, keys);
  let b = fold(0x243f6a88, keys);
  let c = fold(0xb7e15162, keys);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 12; round++) next(); // the author's count of rounds until related seeds no longer look alike
  return next;
}

/** A whole number, uniform in [0, limit). */
export function randomInteger(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** The numbers 0 … size − 1 in an order that `random` decides (Fisher–Yates). */
export function permutation(size: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const chosen = randomInteger(random, last + 1);
    const kept = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = kept;
  }
  return order;
}

function fold(start: number, keys: readonly number[]): number {
  return keys.reduce((hash, key) => mix(mix(hash ^ (key | 0)) ^ Math.floor(key / 2 ** 32)), start);
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
