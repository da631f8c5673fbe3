import type { Cell, SweepSummary, TrialResult } from '@attune/sweep';
import * as Plot from '@observablehq/plot';

import { type ChartDocument, figure, frame } from '../page/charts.ts';

/** A cell in a few words. */
export function cellName({ values }: Pick<Cell, 'values'>): string {
  return (
    Object.entries(values)
      .map(([axis, value]) => (value.startsWith(axis) ? value : `${axis} ${value}`))
      .join(', ') || 'all trials'
  );
}

const chartWidth = 760;

/** Characters of a cell's name that a chart has room for. */
const mostShown = 56;

/** Cells of one sweep begin alike, and differ at the end. */
function shortened(name: string): string {
  return name.length > mostShown ? `${name.slice(0, 20)}…${name.slice(21 - mostShown)}` : name;
}

/** Mean and interval of each cell, the best above. */
export function cellChart(document: ChartDocument, cells: readonly Cell[]): string {
  const rows = cells
    .map((cell) => ({
      name: cellName(cell),
      mean: cell.accuracy.mean,
      low: cell.accuracy.low ?? cell.accuracy.mean,
      high: cell.accuracy.high ?? cell.accuracy.mean,
    }))
    .toSorted((a, b) => b.mean - a.mean);
  const names = new Map(rows.map(({ name }) => [name, shortened(name)]));
  const plot = Plot.plot({
    ...frame(document, 'Accuracy of each cell'),
    width: chartWidth,
    height: 60 + 22 * rows.length,
    marginLeft: 20 + 5.6 * Math.max(...[...names.values()].map(({ length }) => length)),
    x: { label: 'validation accuracy', grid: true },
    y: { label: null, domain: rows.map(({ name }) => name), tickFormat: (name: string) => names.get(name) ?? name },
    marks: [
      Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--c1)', strokeWidth: 2 }),
      Plot.dot(rows, { y: 'name', x: 'mean', fill: 'var(--c2)', r: 4 }),
    ],
  });
  return figure('Best validation accuracy: mean and 95 % interval', [], plot);
}

/** What a trial costs, and what it is worth. */
export function costChart(document: ChartDocument, best: readonly TrialResult[]): string {
  const points = best.map((result) => ({
    seconds: result.seconds,
    accuracy: result.metrics!.bestValidationAccuracy,
    name: `trial ${result.index}: ${cellName(result)}`,
  }));
  const plot = Plot.plot({
    ...frame(document, 'Cost against accuracy'),
    width: chartWidth,
    height: 300,
    x: { label: 'seconds of training', grid: true },
    y: { label: 'validation accuracy', grid: true },
    marks: [Plot.dot(points, { x: 'seconds', y: 'accuracy', stroke: 'var(--c1)', r: 3.5, title: 'name' })],
  });
  return figure('Cost against accuracy, a dot for each trial', [], plot);
}

/** Parallel coordinates: a line for each trial through its value on every axis to its
 * accuracy, the best third in another colour. */
export function parallelChart(document: ChartDocument, { best }: Pick<SweepSummary, 'best'>): string {
  const axes = [...new Set(best.flatMap(({ values }) => Object.keys(values)))];
  const scales = [...axes.map((axis) => axisScale(axis, best)), accuracyScale(best)];
  const isTop = (rank: number) => rank < Math.ceil(best.length / 3);
  // The best are drawn last, so that the others do not hide them.
  const points = best
    .flatMap((result, rank) =>
      scales.map(({ name, place }) => ({ axis: name, place: place(result), trial: String(result.index), series: isTop(rank) ? 'best third' : 'others' })),
    )
    .toReversed();
  const ticks = scales.flatMap(({ name, marks }) => marks.map(([text, place]) => ({ axis: name, place, text })));
  const plot = Plot.plot({
    ...frame(document, 'Parallel coordinates'),
    width: chartWidth,
    height: 320,
    marginTop: 16,
    marginLeft: 24,
    marginRight: 90,
    x: { type: 'point', label: null, padding: 0.15, domain: scales.map(({ name }) => name) },
    y: { axis: null, domain: [0, 1] },
    color: { type: 'ordinal', domain: ['best third', 'others'], range: ['var(--c1)', 'var(--c2)'] },
    marks: [
      Plot.ruleX(
        scales.map(({ name }) => name),
        { stroke: 'currentColor', strokeOpacity: 0.5 },
      ),
      Plot.line(points, {
        x: 'axis',
        y: 'place',
        z: 'trial',
        stroke: 'series',
        strokeOpacity: ({ series }: { readonly series: string }) => (series === 'others' ? 0.35 : 0.8),
      }),
      Plot.text(ticks, { x: 'axis', y: 'place', text: 'text', dx: 6, textAnchor: 'start', fill: 'currentColor', stroke: 'var(--paper)', strokeWidth: 4 }),
    ],
  });
  return figure('Every trial through its values', ['best third', 'others'], plot);
}

interface AxisScale {
  readonly name: string;
  /** From 0 to 1. */
  readonly place: (result: TrialResult) => number;
  readonly marks: readonly (readonly [text: string, place: number])[];
}

/** Numbers lie as far apart as their logarithms where they span a factor of ten or more; names, in
 * the order in which they came. */
function axisScale(name: string, results: readonly TrialResult[]): AxisScale {
  const values = [...new Set(results.map(({ values: { [name]: value = '' } }) => value))];
  const numbers = values.map(Number);
  const isNumeric = numbers.every((value) => Number.isFinite(value)) && values.length > 1;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const bend = isNumeric && low > 0 && high / low >= 10 ? Math.log : (value: number) => value;
  const placeOf = isNumeric
    ? (value: string) => (bend(Number(value)) - bend(low)) / (bend(high) - bend(low))
    : (value: string) => (values.length === 1 ? 0.5 : values.indexOf(value) / (values.length - 1));
  const shown = isNumeric && values.length > 6 ? [String(low), String(high)] : values;
  return { name, place: ({ values: { [name]: value = '' } }) => placeOf(value), marks: shown.map((value) => [value, placeOf(value)] as const) };
}

function accuracyScale(results: readonly TrialResult[]): AxisScale {
  const accuracies = results.map(({ metrics }) => metrics!.bestValidationAccuracy);
  const [low, high] = [Math.min(...accuracies), Math.max(...accuracies)];
  const placeOf = (accuracy: number) => (high === low ? 0.5 : (accuracy - low) / (high - low));
  const marks = [...new Set([low, high])].map((accuracy) => [`${(accuracy * 100).toFixed(1)} %`, placeOf(accuracy)] as const);
  return { name: 'accuracy', place: ({ metrics }) => placeOf(metrics!.bestValidationAccuracy), marks };
}
