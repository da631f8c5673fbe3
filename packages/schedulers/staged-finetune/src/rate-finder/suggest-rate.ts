/** Losses along growing learning rates. */
export interface RateSweep {
  /** Ascending. */
  readonly rates: readonly number[];
  /** Smoothed, in nats, one for each rate. */
  readonly losses: readonly number[];
}

export interface RateSuggestion {
  /** Halfway down the longest valley: the safer choice. */
  readonly valley: number;
  /** Where the loss falls fastest for a given growth of the rate. */
  readonly steepest: number;
}

/** Reads a rate off a sweep that was planned for so many steps: the first tenth of
 * them, when nothing moves yet, and the last five points, when all breaks, are left out
 * where that leaves enough.
 *
 * Source: fastai's `lr_find`, `valley` and `steep`. */
export function suggestRate({ rates, losses }: RateSweep, steps = losses.length): RateSuggestion {
  const [first, last] = [Math.floor(steps / 10), losses.length - 5];
  const [start, end] = last - first >= 2 ? [first, last] : [0, losses.length];
  const [kept, along] = [losses.slice(start, end), rates.slice(start, end)];
  return { valley: along[valleyIndex(kept)]!, steepest: along[steepestIndex(kept, along)]! };
}

/** The middle of the second third of the longest run of falling losses, gaps allowed. */
function valleyIndex(losses: readonly number[]): number {
  const lengths = losses.map(() => 1);
  let deepest = 0;
  for (let index = 1; index < losses.length; index++) {
    for (let before = 0; before < index; before++) {
      if (losses[index]! < losses[before]!) lengths[index] = Math.max(lengths[index]!, lengths[before]! + 1);
    }
    if (lengths[index]! > lengths[deepest]!) deepest = index;
  }
  const begin = deepest - lengths[deepest]!;
  const third = (deepest - begin) / 3;
  return Math.max(0, begin + Math.floor(third) + Math.floor(third / 2));
}

function steepestIndex(losses: readonly number[], rates: readonly number[]): number {
  const slopes = losses.slice(1).map((loss, index) => (loss - losses[index]!) / Math.log(rates[index + 1]! / rates[index]!));
  return slopes.indexOf(Math.min(...slopes));
}
