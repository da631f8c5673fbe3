import type { EpochResult } from '@attune/staged-finetune';

import type { RunEpoch } from '../protocol/runs.ts';

/** An epoch as the page shows it. Runs that tell several labels or numbers have a metric in the
 * place of accuracies. */
export function runEpoch(
  stageIndex: number,
  { trainLoss, trainAccuracy = 0, validationLoss, validationAccuracy = 0, validationMetric, validationFigures }: EpochResult,
): RunEpoch {
  const metric = validationMetric ?? null;
  return { stageIndex, trainLoss, trainAccuracy, validationLoss, validationAccuracy, metric, figures: validationFigures ?? {} };
}
