import type { RunTask } from '@attune/run';
import { type JudgedTargets, labelFigures, numberFigures } from '@attune/staged-finetune';

export interface TargetTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface TargetTableConfig {
  /** Of the classes or targets. */
  readonly names: readonly string[];
  readonly thresholds?: readonly number[] | undefined;
}

/** How well each class or each number is told, in words. */
export function targetTable({ kind }: RunTask, judged: JudgedTargets, config: TargetTableConfig): TargetTable {
  return tables[kind](judged, config);
}

const tables: Readonly<Record<RunTask['kind'], (judged: JudgedTargets, config: TargetTableConfig) => TargetTable>> = {
  'multi-label': (judged, { names, thresholds }) => ({
    head: ['class', 'images', 'AP', 'threshold', 'precision', 'recall', 'F1'],
    rows: labelFigures(judged, thresholds).map(({ images, AP, threshold, precision, recall, F1 }, label) => [
      names[label]!,
      String(images),
      images === 0 ? '–' : shareText(AP),
      threshold.toFixed(2),
      ...[precision, recall, F1].map(shareText),
    ]),
  }),
  regression: (judged, { names }) => ({
    head: ['target', 'R²', 'MAE'],
    rows: numberFigures(judged).map(({ R2, MAE }, target) => [names[target]!, Number.isNaN(R2) ? '–' : R2.toFixed(3), String(Number(MAE.toPrecision(4)))]),
  }),
};

function shareText(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
