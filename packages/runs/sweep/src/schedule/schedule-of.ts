import type { SweepSpec } from '../spec/spec.ts';
import { type Trial, epochsOf } from '../spec/trials.ts';
import { SweepSpecError } from '../sweep-spec-error.ts';
import { Asha } from './asha.ts';
import { MedianRule } from './median-rule.ts';
import { type Schedule, wholeTrials } from './schedule.ts';

/** The schedule that a sweep asks for.
 *
 * @throws {SweepSpecError} when its rungs cannot be told, because its epochs are not. */
export function scheduleOf({ name, strategy, earlyEnd }: SweepSpec, trials: readonly Trial[]): Schedule {
  if (strategy.kind !== 'asha') return earlyEnd === undefined ? wholeTrials(trials.length) : new MedianRule(trials.length, earlyEnd);
  const { minEpochs, reduction } = strategy;
  const epochs = trials.map((trial) => {
    const all = epochsOf(trial);
    if (all === null) throw new SweepSpecError(name, ['strategy: asha needs the epochs of every trial; add epochs to finetune, such as epochs: [3, 3, 3]']);
    return all;
  });
  return new Asha({ epochs, minEpochs, reduction });
}
