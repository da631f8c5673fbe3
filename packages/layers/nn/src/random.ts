import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws from [0, 1). */
export type Random = () => number;

/** Draws nothing: initializers leave the parameters that they would draw zero. */
export const undrawn: Random = () => 0;

/** A generator whose draws depend on the seed alone, on every platform. Of `null`, one that draws
 * nothing, for a network that is only described or is filled from a file: its parameters are zero
 * and take no time (a VGG-16's take seconds). */
export function seededRandom(seed: number | null): Random {
  if (seed === null) return undrawn;
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Two streams, so that one seed gives one backbone and head, with and without attention. */
export interface ParameterRandom {
  readonly random: Random;
  readonly attentionRandom: Random;
}

/** What draws a network's parameters; see {@link seededRandom}. */
export function parameterRandom(seed: number | null): ParameterRandom {
  return { random: seededRandom(seed), attentionRandom: seededRandom(seed === null ? null : ~seed) };
}
