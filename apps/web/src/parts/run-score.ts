import type { TaskKind } from '@attune/run';

import type { RunSummary } from '../engine/protocol/runs.ts';
import { percent, wholePercent } from './format.ts';

/** How good a run's best epoch was, by what decides in its task. */
export function runScore({ task, bestValidationAccuracy, bestValidationMetric }: RunSummary): string {
  return scoreText(task, (task === 'single-label' ? bestValidationAccuracy : bestValidationMetric) ?? (task === 'single-label' ? 0 : Number.NaN));
}

/** What decides in a task, with its name where it is no accuracy. */
export function scoreText(task: TaskKind, value: number): string {
  if (task === 'single-label') return percent(value);
  return task === 'multi-label' ? `mAP ${percent(value)}` : `R² ${value.toFixed(3)}`;
}

/** The same at a glance. */
export function shortScore(task: TaskKind, value: number): string {
  if (task === 'single-label') return wholePercent(value);
  return task === 'multi-label' ? `mAP ${wholePercent(value)}` : `R² ${value.toFixed(2)}`;
}

/** A number with the digits that such a measurement has. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
