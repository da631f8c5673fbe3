import { join } from 'node:path';

import type { RecordedEpoch, Run } from '@attune/run';

import { toCsv } from '../csv.ts';
import { writeFileSafely } from '../run/write-file.ts';

/** Writes a run's epochs as `metrics.csv`: a line for each, a column for each group's rate. */
export async function writeMetricsCsv(run: Run): Promise<void> {
  await writeFileSafely(join(run.path, 'metrics.csv'), metricsCsv(await run.metrics()));
}

/** RFC 4180, with a head. A group that a stage does not train has no rate there. */
export function metricsCsv(epochs: readonly RecordedEpoch[]): string {
  const groups = [...new Set(epochs.flatMap(({ learningRates }) => Object.keys(learningRates)))];
  const figures = ['trainLoss', 'trainAccuracy', 'validationLoss', 'validationAccuracy', 'validationMetric', 'seconds', 'waitingSeconds'] as const;
  const told = figures.filter((figure) => epochs.length === 0 || epochs.some((epoch) => epoch[figure] !== undefined));
  const head = ['stage', 'epoch', ...told, ...groups.map((group) => `rate ${group}`)];
  const rows = epochs.map((epoch, index) => [
    epoch.stage,
    index + 1,
    ...told.map((figure) => epoch[figure] ?? ''),
    ...groups.map((group) => epoch.learningRates[group] ?? ''),
  ]);
  return toCsv([head, ...rows]);
}
