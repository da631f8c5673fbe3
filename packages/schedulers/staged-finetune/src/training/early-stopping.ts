import type { Stage } from '../recipe/schema.ts';
import type { EpochResult } from './progress.ts';

/** Whether so many epochs in a row have brought no gain in validation accuracy that the stage ends. */
export function stopsEarly({ earlyStopping }: Stage, epochs: readonly EpochResult[]): boolean {
  if (earlyStopping === undefined) return false;
  const { patience, minimumGain } = earlyStopping;
  let [best, idle] = [-Infinity, 0];
  for (const { validationAccuracy } of epochs) {
    const gained = validationAccuracy > best + minimumGain;
    best = gained ? validationAccuracy : best;
    idle = gained ? 0 : idle + 1;
  }
  return idle >= patience;
}
