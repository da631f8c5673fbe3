import { type Cell, type MeanInterval, type SweepSummary, type TrialResult, latestResults, summarizeSweep } from '@attune/sweep';
import type { SweepSpec } from '@attune/sweep';
import { parseHTML } from 'linkedom';

import { type ChartDocument } from '../page/charts.ts';
import { escapeText, markupTable, share } from '../page/markup.ts';
import { reportStyle } from '../page/report-style.ts';
import { cellChart, cellName, costChart, parallelChart } from './sweep-charts.ts';

export interface SweepReportSources {
  readonly spec: Pick<SweepSpec, 'name' | 'control'>;
  readonly results: readonly TrialResult[];
  readonly planned: number;
}

const bestShown = 20;

/** A sweep's report as one HTML page that asks for nothing: mean and interval of each cell, the
 * comparison with the control, cost against accuracy, every trial. */
export function reportSweep({ spec, results, planned }: SweepReportSources): string {
  const summary = summarizeSweep(spec, { results, planned });
  const { document } = parseHTML('<html></html>');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(summary.name)}</title><style>${reportStyle}.sweep .chart{width:760px}</style></head>
<body><main class="sweep">
<h1>${escapeText(summary.name)}</h1>
${leadOf(summary)}
${summary.best.length === 0 ? '' : figuresOf(summary, document)}
${failuresOf(latestResults(results))}
</main></body></html>
`;
}

function leadOf({ planned, finished, paused, failed, seconds, best }: SweepSummary): string {
  const rest = [paused > 0 ? `${paused} ended early` : '', failed > 0 ? `${failed} failed` : ''].filter(Boolean);
  const counts = `${finished} of ${planned} trials finished${rest.length > 0 ? `, ${rest.join(', ')}` : ''}, ${(seconds / 3600).toFixed(2)} hours of training.`;
  const [first] = best;
  const lead = first === undefined ? '' : ` Best validation accuracy: <strong>${share(first.metrics!.bestValidationAccuracy)}</strong> (trial ${first.index}).`;
  return `<p class="lead">${counts}${lead}</p>`;
}

function figuresOf(summary: SweepSummary, document: ChartDocument): string {
  const { cells, best } = summary;
  const isCompared = cells.some(({ againstControl }) => againstControl !== null);
  return `<section><h2>Cells</h2><p>Best validation accuracy of a trial, over its seeds and folds; intervals by Student's t.</p><div class="charts">${cellChart(document, cells)}</div>${cellTable(cells)}</section>
${isCompared ? controlSection(cells) : ''}
<section><h2>Trials</h2><div class="charts">${parallelChart(document, summary)}${costChart(document, best)}</div>${bestTable(best.slice(0, bestShown))}</section>`;
}

function cellTable(cells: readonly Cell[]): string {
  const rows = cells.map((cell) => [
    escapeText(cellName(cell)) + (cell.isControl ? ' (control)' : ''),
    String(cell.accuracy.count),
    share(cell.accuracy.mean),
    rangeOf(cell.accuracy),
    cell.seconds.mean.toFixed(1),
    cell.parameters.toLocaleString('en-US'),
  ]);
  return markupTable('Mean and 95 % interval of each cell', ['cell', 'trials', 'mean', '95 % interval', 'seconds', 'parameters'], rows);
}

function controlSection(cells: readonly Cell[]): string {
  const rows = cells.flatMap((cell) => {
    const { againstControl: compared } = cell;
    if (compared === null) return [];
    return [[escapeText(cellName(cell)), String(compared.count), points(compared.mean), rangeOf(compared, points), compared.pValue?.toPrecision(2) ?? '–']];
  });
  const caption = 'Difference to the control arm, in points, pair by pair';
  const head = ['cell', 'pairs', 'difference', '95 % interval', 'p (paired t)'];
  return `<section><h2>Against the control</h2><p>Pairs share seed and fold. Where the interval holds 0, chance explains the difference.</p>${markupTable(caption, head, rows)}</section>`;
}

function bestTable(best: readonly TrialResult[]): string {
  const rows = best.map((result) => [
    escapeText(cellName(result)),
    String(result.index),
    String(result.seed ?? '–'),
    result.fold ?? '–',
    share(result.metrics!.bestValidationAccuracy),
    result.seconds.toFixed(1),
    escapeText([result.machine?.backend, result.machine?.kernels, result.notes === undefined ? '' : 'then others'].filter(Boolean).join(', ')),
  ]);
  return markupTable('Best trials', ['cell', 'trial', 'seed', 'fold', 'accuracy', 'seconds', 'kernels'], rows);
}

function failuresOf(results: readonly TrialResult[]): string {
  const failed = results.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return '';
  const items = failed.map(
    (result) => `<h3>Trial ${result.index}: ${escapeText(cellName(result))}</h3><pre tabindex="0">${escapeText(result.log ?? '')}</pre>`,
  );
  return `<section><h2>Failed</h2>${items.join('')}</section>`;
}

function rangeOf({ low, high }: MeanInterval, text: (value: number | null) => string = share): string {
  return low === null || high === null ? '–' : `${text(low)} to ${text(high)}`;
}

function points(value: number | null): string {
  return value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;
}
