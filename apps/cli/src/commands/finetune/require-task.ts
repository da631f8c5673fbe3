import type { LabelKind } from '@attune/data';

import { flagOf } from '../../flag-of.ts';
import { UsageError } from '../../usage-error.ts';
import { sampleName } from './open-data.ts';

/** That options fit what is to be told of an image.
 *
 * @throws {UsageError} naming the options that contradict each other, and the way out. */
export function requireTask({ task = 'single-label', targets, ...options }: TaskOptions, data: string): void {
  if (task === 'single-label') {
    if (targets === undefined) return;
    throw new UsageError(`The columns ${targets.join(', ')} hold several labels or numbers: say which of the two (--task multi-label, --task regression).`);
  }
  if (data === sampleName) throw new UsageError(`${sampleName} has one class for each image; several labels or numbers stand in a table (CSV): give one.`);
  if (task === 'regression' && targets === undefined)
    throw new UsageError('A regression needs the columns of its numbers (--targets COLUMN, or several with commas between).');
  if (task === 'regression' && options.sampling === 'balanced')
    throw new UsageError('Balanced sampling shows each class equally often, and numbers have no classes: leave it out (--sampling).');
  const foreign = ofOneClass.filter((name) => options[name] !== undefined && options[name] !== false).map((name) => flagOf(name));
  if (foreign.length > 0)
    throw new UsageError(
      `${foreign.join(', ')}: only where each image has one class (not with --task ${task}). Leave ${foreign.length === 1 ? 'it' : 'them'} out.`,
    );
}

const ofOneClass = ['mixup', 'cutmix', 'corrections', 'control'] as const;

export interface TaskOptions extends Partial<Record<(typeof ofOneClass)[number], unknown>> {
  readonly task?: LabelKind | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly sampling?: 'uniform' | 'balanced' | undefined;
}
