import type { Classification } from '@attune/classifier';

import { percent } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';

/** What an image is taken for, as `predict --json` prints it. */
export interface Prediction {
  readonly path: string;
  /** Most probable first. */
  readonly top: readonly { readonly class: string; readonly probability: number }[];
  /** Whether it is probably of no class, and the energy that says so; there where the weights tell
   * from what energy on an image is like theirs. */
  readonly unknown?: boolean;
  readonly energy?: number;
}

export function predictionOf(path: string, { guesses, unknown, energy }: Classification, most: number): Prediction {
  const top = guesses.slice(0, most).map(({ className, probability }) => ({ class: className, probability }));
  return { path, top, ...(unknown === null ? {} : { unknown, energy }) };
}

/** A line for each image. */
export function describePredictions(predictions: readonly Prediction[]): string {
  const rows = predictions.map(({ path, top, unknown }) => [
    path,
    ...top.map((guess) => `${guess.class} ${percent(guess.probability)}`),
    ...(unknown === true ? ['probably none of these'] : []),
  ]);
  const columns = Math.max(0, ...rows.map((row) => row.length - 1));
  return table(
    ['image', ...Array.from({ length: columns }, (_, index) => (index === 0 ? 'most probable' : ''))],
    rows.map((row) => [...row, ...Array.from({ length: columns + 1 - row.length }, () => '')]),
  );
}

/** How many images are of each class, the most frequent first. */
export function countClasses(predictions: readonly Prediction[]): string {
  const counts = new Map<string, number>();
  for (const { top } of predictions) counts.set(top[0]!.class, (counts.get(top[0]!.class) ?? 0) + 1);
  const rows = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, images]) => [name, String(images)]);
  return table(['class', 'images'], rows, ['images']);
}
