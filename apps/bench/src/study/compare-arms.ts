import { type MeanInterval, comparePairs, meanInterval } from '@attune/sweep';

import { type StudyResult, unpackBits } from './study-result.ts';

/** How much better one arm is than another on a set, from pairs of the same seed. */
export interface ArmComparison {
  /** Over seeds: what another seed (and, with folds, other images) would change. */
  readonly seeds: MeanInterval;
  /** Over images, each a mean over its seeds: what other images would change. */
  readonly images: MeanInterval;
}

/** Trials of one arm on one set that came to an end. */
export type ArmResults = readonly (StudyResult & { readonly accuracy: number })[];

/** The trials of an arm, one for each seed, in the order of the seeds. */
export function resultsOfArm(results: readonly StudyResult[], { set, arm }: { readonly set: string; readonly arm: string }): ArmResults {
  const own = results.filter((result): result is ArmResults[number] => result.set === set && result.arm === arm && result.accuracy !== null);
  return [...new Map(own.map((result) => [result.seed, result])).values()].toSorted((a, b) => a.seed - b.seed);
}

/** Compares two arms where they have seeds in common; null where they have none. */
export function compareArms(control: ArmResults, arm: ArmResults): ArmComparison | null {
  const pairs = arm.flatMap((result) => {
    const partner = control.find(({ seed, fold }) => seed === result.seed && fold === result.fold);
    return partner === undefined ? [] : [[partner, result] as const];
  });
  if (pairs.length === 0) return null;
  return {
    seeds: comparePairs(pairs.map(([before, after]) => [before.accuracy, after.accuracy])),
    images: meanInterval(imageDifferences(pairs)),
  };
}

/** Of each image: 1 where only the arm is right, −1 where only the control is, averaged over the
 * seeds that judged it. Images of different folds are different. */
function imageDifferences(pairs: readonly (readonly [ArmResults[number], ArmResults[number]])[]): number[] {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [before, after] of pairs) {
    const [rightBefore, right] = [unpackBits(before.right, before.images), unpackBits(after.right, after.images)];
    right.forEach((is, image) => {
      const key = `${after.fold ?? ''} ${image}`;
      const entry = sums.get(key) ?? { sum: 0, count: 0 };
      entry.sum += Number(is) - Number(rightBefore[image]);
      entry.count++;
      sums.set(key, entry);
    });
  }
  return [...sums.values()].map(({ sum, count }) => sum / count);
}

/** Whether both intervals lie above zero: neither other seeds nor other images would turn it
 * round. */
export function isBetter({ seeds, images }: ArmComparison): boolean {
  return [seeds, images].every(({ low }) => low !== null && low > 0);
}
