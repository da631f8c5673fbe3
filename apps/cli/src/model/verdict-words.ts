import type { Classification } from '@attune/classifier';

import { percent } from '../terminal/format.ts';

/** What an image is taken for, each in words: `ants 93.5 %`; of several labels those
 * that it has, or that it has none; of numbers `age 31.2`. */
export function verdictWords({ guesses, unknown, labels, values }: Pick<Classification, 'guesses' | 'unknown' | 'labels' | 'values'>, most: number): string[] {
  if (values !== undefined) return values.map(({ target, value }) => `${target} ${Number(value.toPrecision(4))}`);
  if (labels?.length === 0) return ['none of the classes'];
  const shown = labels === undefined ? guesses : guesses.filter(({ className }) => labels.includes(className));
  const told = shown.slice(0, most).map(({ className, probability }) => `${className} ${percent(probability)}`);
  return unknown === true ? [...told, 'probably none of these'] : told;
}
