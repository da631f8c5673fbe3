import type { Interval, ReliabilityBin } from '@attune/insight';
import * as Plot from '@observablehq/plot';

import { escapeText } from './markup.ts';
import type { GateDrift, ReportedEpoch } from './run-report.ts';

/** A page's document, a browser's or linkedom's: the charts are drawn into it and taken
 * out as text. */
export type ChartDocument = Pick<Document, 'createElement' | 'createElementNS'>;

interface Point {
  readonly x: number | string;
  readonly y: number;
  readonly series: string;
}

interface ChartConfig {
  readonly title: string;
  readonly points: readonly Point[];
  readonly x: string;
  readonly y: string;
  readonly logarithmic?: boolean;
  /** Places between which stages change. */
  readonly boundaries?: readonly number[];
  /** Place that is marked. */
  readonly mark?: number;
  readonly zero?: boolean;
}

/** As wide as a phone shows without shrinking. */
const size = { width: 340, height: 220, marginLeft: 52, marginBottom: 36 } as const;

/** Okabe and Ito's colours, which people tell apart whatever colours they see; the page
 * names them, lighter in the dark. */
const colours = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)', 'var(--c6)'];

/** Loss, accuracy and rates, epoch by epoch, with a rule where a stage ends and one at the epoch
 * that is `best` (a position). */
export function curveCharts(
  document: ChartDocument,
  epochs: readonly ReportedEpoch[],
  { best, metric }: { readonly best: number; readonly metric: string },
): string {
  const mark = best + 1;
  const boundaries = epochs.flatMap(({ stage }, index) => (index > 0 && epochs[index - 1]!.stage !== stage ? [index + 0.5] : []));
  const both = (train: 'trainLoss' | 'trainAccuracy', validation: 'validationLoss' | 'validationAccuracy' | 'validationMetric') =>
    epochs.flatMap((epoch, index) =>
      (
        [
          [train, 'training'],
          [validation, 'validation'],
        ] as const
      ).flatMap(([name, series]) => {
        const y = epoch[name];
        return y === undefined ? [] : [{ x: index + 1, y, series }];
      }),
    );
  const rates = epochs.flatMap(({ learningRates }, index) => Object.entries(learningRates).map(([series, y]) => ({ x: index + 1, y, series })));
  return [
    lineChart(document, { title: 'Loss', points: both('trainLoss', 'validationLoss'), x: 'epoch', y: 'nats', boundaries, mark }),
    metric === 'accuracy'
      ? lineChart(document, { title: 'Accuracy', points: both('trainAccuracy', 'validationAccuracy'), x: 'epoch', y: 'share', boundaries, mark })
      : lineChart(document, { title: metric, points: both('trainAccuracy', 'validationMetric'), x: 'epoch', y: metric, boundaries, mark }),
    lineChart(document, {
      title: 'Learning rates at the end of each epoch',
      points: rates.filter(({ y }) => y > 0),
      x: 'epoch',
      y: 'rate',
      logarithmic: true,
      boundaries,
    }),
  ].join('\n');
}

/** How far the gates of each block are from 1, a line for each stage. */
export function gateCharts(document: ChartDocument, gates: readonly GateDrift[]): string {
  const points = (of: 'channels' | 'positions') =>
    gates.flatMap(({ block, stage, [of]: drift }) => (drift === null ? [] : [{ x: placeOf(block), y: drift, series: stage }]));
  const chart = (of: 'channels' | 'positions', title: string) =>
    points(of).length === 0 ? [] : [lineChart(document, { title, points: points(of), x: 'block', y: '|gate − 1|', zero: true })];
  return [...chart('channels', 'Channel gates: mean distance from 1'), ...chart('positions', 'Position gates: mean distance from 1')].join('\n');
}

/** What attention acts in: `layer1.0` for `layer1.0.cbam`. */
function placeOf(path: string): string {
  return path.split('.').slice(0, -1).join('.') || path;
}

/** Accuracy by confidence; on the diagonal the network can be taken at its word. */
export function reliabilityChart(document: ChartDocument, bins: readonly ReliabilityBin[]): string {
  const filled = bins.filter(({ images }) => images > 0);
  const plot = Plot.plot({
    ...frame(document, 'Accuracy by confidence'),
    x: { label: 'confidence', domain: [0, 1] },
    y: { label: 'accuracy', domain: [0, 1], grid: true },
    marks: [
      Plot.rectY(filled, { x1: 'from', x2: 'to', y: 'accuracy', fill: colours[0]!, fillOpacity: 0.75, inset: 1 }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: 'currentColor', strokeDasharray: '4 3' },
      ),
    ],
  });
  return figure('Accuracy by confidence', ['the predicted class, in 15 bins'], plot);
}

/** Accuracies with their 95 % intervals, a row for each run. */
export function intervalChart(
  document: ChartDocument,
  runs: readonly { readonly name: string; readonly accuracy: number; readonly interval: Interval }[],
): string {
  const title = 'Accuracy and its 95 % interval';
  const rows = runs.map(({ name, accuracy, interval }) => ({ name, accuracy, ...interval }));
  const plot = Plot.plot({
    ...frame(document, title),
    height: 60 + 34 * rows.length,
    marginLeft: 110,
    x: { label: 'accuracy', grid: true },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: colours[0]!, strokeWidth: 3 }),
      Plot.dot(rows, { y: 'name', x: 'accuracy', fill: colours[0]!, r: 5 }),
    ],
  });
  return figure(title, ['share of images that are right'], plot);
}

function lineChart(document: ChartDocument, { title, points, x, y, logarithmic = false, boundaries = [], mark, zero = false }: ChartConfig): string {
  const series = [...new Set(points.map((point) => point.series))];
  const byName = typeof points[0]?.x === 'string';
  const plot = Plot.plot({
    ...frame(document, title),
    ...(byName && { marginBottom: 62 }),
    x: byName
      ? { label: x, type: 'point', tickRotate: -50, domain: [...new Set(points.map((point) => point.x))] }
      : { label: x, ticks: wholeTicks(points), tickFormat: 'd' },
    y: { label: y, grid: true, zero, ...(logarithmic && { type: 'log' as const, ticks: 5, tickFormat: '~e' }) },
    color: { type: 'ordinal', domain: series, range: series.map((_, index) => colours[index % colours.length]!) },
    marks: [
      Plot.ruleX(boundaries, { stroke: 'currentColor', strokeDasharray: '2 3', strokeOpacity: 0.6 }),
      ...(mark === undefined ? [] : [Plot.ruleX([mark], { stroke: 'currentColor', strokeOpacity: 0.35 })]),
      Plot.line(points, { x: 'x', y: 'y', stroke: 'series', z: 'series', marker: 'circle' }),
    ],
  });
  return figure(title, series, plot);
}

export function frame(document: ChartDocument, title: string) {
  return { ...size, document: document as Document, ariaLabel: title };
}

/** Plot would offer half epochs. */
function wholeTicks(points: readonly Point[]): number[] {
  const last = Math.max(1, ...points.map(({ x }) => Number(x)));
  const step = Math.ceil(last / 10);
  return Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);
}

export function figure(title: string, series: readonly string[], plot: Element): string {
  const legend = series.map((name, index) => `<li><i style="background:${colours[index % colours.length]}"></i>${escapeText(name)}</li>`).join('');
  plot.setAttribute('role', 'img');
  for (const part of plot.querySelectorAll('g')) part.removeAttribute('aria-label'); // readers take an image as a whole
  return `<figure class="chart"><figcaption>${escapeText(title)}</figcaption>${plot.outerHTML}<ul class="legend">${legend}</ul></figure>`;
}
