import type { Stage } from '../recipe/recipe.ts';
import { type TaskScores, metricOf } from '../task/task.ts';

/** How an epoch did on the validation images. */
export interface ValidatedEpoch extends TaskScores {
  readonly validationLoss: number;
}

/** Whether so many epochs in a row have brought no gain on the validation images that the stage
 * ends; where an image is not of one class, `accuracy` stands for the task's metric. Count and best
 * begin anew with each stage: a stage is judged by what it brings itself. */
export function stopsEarly({ earlyStopping }: Pick<Stage, 'earlyStopping'>, epochs: readonly ValidatedEpoch[]): boolean {
  if (earlyStopping === undefined) return false;
  const { patience, minimumGain, monitor } = earlyStopping;
  let [best, idle] = [-Infinity, 0];
  for (const epoch of epochs) {
    const score = monitor === 'accuracy' ? metricOf(epoch) : -epoch.validationLoss;
    const gained = score > best + minimumGain;
    best = gained ? score : best;
    idle = gained ? 0 : idle + 1;
  }
  return idle >= patience;
}
