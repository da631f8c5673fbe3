import type { Cell, MeanInterval, SweepSummary } from '@attune/sweep';

import { duration, percent } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';

/** What a sweep has found, in words. */
export function describeSweep({ planned, finished, paused, failed, seconds, cells, best }: SweepSummary, report: string): string {
  const rest = [paused > 0 ? `${paused} ended early` : '', failed > 0 ? `${failed} failed` : ''].filter(Boolean);
  const [first] = best;
  return [
    ...(cells.length === 0 ? [] : [cellTable(cells), '']),
    `${finished} of ${planned} trials finished${rest.length > 0 ? `, ${rest.join(', ')}` : ''}, after ${duration(seconds)} of training`,
    ...(first === undefined ? [] : [`Best: trial ${first.index}, ${percent(first.metrics!.bestValidationAccuracy)}`]),
    `Report: ${report}`,
  ].join('\n');
}

function cellTable(cells: readonly Cell[]): string {
  const axes = Object.keys(cells[0]!.values);
  const isCompared = cells.some(({ againstControl }) => againstControl !== null);
  const head = [...axes, 'trials', 'accuracy', '95 % interval', ...(isCompared ? ['against control', '95 %  interval'] : []), 'time each'];
  const rows = cells.map(({ values, isControl, accuracy, againstControl, seconds }) => [
    ...axes.map((axis) => values[axis] ?? ''),
    accuracy.count,
    percent(accuracy.mean),
    rangeOf(accuracy, percent),
    ...(isCompared ? comparisonOf(againstControl, isControl) : []),
    duration(seconds.mean),
  ]);
  return table(head, rows, head.slice(axes.length));
}

function comparisonOf(compared: MeanInterval | null, isControl: boolean): string[] {
  if (compared === null) return [isControl ? 'control' : '', ''];
  return [points(compared.mean), rangeOf(compared, points)];
}

function rangeOf({ low, high }: MeanInterval, text: (value: number) => string): string {
  return low === null || high === null ? '' : `${text(low)} to ${text(high)}`;
}

/** Of a share, in points. */
function points(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;
}
