import type { Classification } from '@attune/classifier';

import { verdictWords } from '../../model/verdict-words.ts';
import { table } from '../../terminal/table.ts';

/** What an image is taken for, as `predict --json` prints it. */
export interface Prediction {
  readonly path: string;
  /** Most probable first; none where the network tells numbers. */
  readonly top: readonly { readonly class: string; readonly probability: number }[];
  /** Whether it is probably of no class; there where the weights tell from what score
   * on an image is like theirs. */
  readonly unknown?: boolean;
  readonly energy?: number;
  /** To the nearest class, by which it is told; there where the weights have centres. */
  readonly similarity?: number;
  /** The classes that the image has, where it may have several: those above their thresholds. */
  readonly labels?: readonly string[];
  /** By target, where the network tells numbers. */
  readonly values?: Readonly<Record<string, number>>;
}

export function predictionOf(path: string, { guesses, unknown, energy, similarity, labels, values }: Classification, most: number): Prediction {
  const top = guesses.slice(0, most).map(({ className, probability }) => ({ class: className, probability }));
  return {
    path,
    top,
    ...(unknown === null ? {} : { unknown, energy }),
    ...(similarity === null ? {} : { similarity }),
    ...(labels !== undefined && { labels }),
    ...(values !== undefined && { values: Object.fromEntries(values.map(({ target, value }) => [target, value])) }),
  };
}

/** A line for each image. */
export function describePredictions(predictions: readonly Prediction[]): string {
  const rows = predictions.map((prediction) => [prediction.path, ...wordsOf(prediction)]);
  const columns = Math.max(0, ...rows.map((row) => row.length - 1));
  return table(
    ['image', ...Array.from({ length: columns }, (_, index) => (index === 0 ? headOf(predictions[0]!) : ''))],
    rows.map((row) => [...row, ...Array.from({ length: columns + 1 - row.length }, () => '')]),
  );
}

function wordsOf({ top, unknown, labels, values }: Prediction): string[] {
  const guesses = top.map(({ class: className, probability }, index) => ({ index, className, probability }));
  const told = { guesses, unknown: unknown ?? null, ...(labels !== undefined && { labels }) };
  const numbers = values === undefined ? {} : { values: Object.entries(values).map(([target, value]) => ({ target, value })) };
  return verdictWords({ ...told, ...numbers }, Infinity);
}

function headOf({ labels, values }: Prediction): string {
  if (values !== undefined) return 'values';
  return labels === undefined ? 'most probable' : 'labels';
}

/** How many images are of each class, the most frequent first. */
export function countClasses(predictions: readonly Prediction[]): string {
  const counts = new Map<string, number>();
  for (const { top, labels, values } of predictions) {
    if (values !== undefined) continue;
    for (const name of labels ?? [top[0]!.class]) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const rows = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, images]) => [name, String(images)]);
  return table(['class', 'images'], rows, ['images']);
}
