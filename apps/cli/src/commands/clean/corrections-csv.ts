import { toCsv } from '../../csv.ts';
import type { CleanFindings } from './find-errors.ts';

/** What was found, a row for each image, in the form that `finetune --corrections` reads: a person
 * says in `action` what becomes of it, and may name another class than the suggested one in `to`.
 * Images that are trained on and held back too, or are of two classes, follow the
 * probable errors. */
export function correctionsCsv({ errors, duplicates }: CleanFindings, action: 'move' | 'drop' | 'keep' | undefined): string {
  const head = ['path', 'part', 'label', 'suggested', 'label probability', 'suggested probability', 'copy of', 'action', 'to'];
  const known = new Set(errors.map(({ path }) => path));
  const probable = errors.map(({ path, part, label, suggested, labelProbability, suggestedProbability }) => [
    path,
    part,
    label,
    suggested,
    labelProbability.toFixed(4),
    suggestedProbability.toFixed(4),
    '',
    action ?? '',
    '',
  ]);
  const torn = duplicates.filter(({ acrossParts, acrossClasses }) => acrossParts || acrossClasses);
  const copies = torn.flatMap(({ paths: [first, ...others] }) =>
    others.filter((path) => !known.has(path)).map((path) => [path, '', '', '', '', '', first!, '', '']),
  );
  return toCsv([head, ...probable, ...copies]);
}
