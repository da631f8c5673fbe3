import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws from [0, 1). */
export type Random = () => number;

/** A generator whose draws depend on the seed alone, on every platform. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}
