import type { SharedImage } from '@attune/data';
import { type Interval, type McNemar, classFigures, confusionMatrix } from '@attune/insight';

import { type ChartDocument, intervalChart } from './charts.ts';
import { sharedList } from './data-section.ts';
import { escapeText, listed, markupFigure, markupTable, section, share } from './markup.ts';
import { pageOf } from './page.ts';
import type { ReportedPicture } from './run-report.ts';

/** One of the runs, as it judged the images. */
export interface ComparedRun {
  readonly name: string;
  /** Fraction; its 95 % interval beside it. */
  readonly accuracy: number;
  readonly interval: Interval;
  /** Mean, in nats. */
  readonly loss: number;
  /** [N], positions among the classes. */
  readonly predictions: Int32Array;
  /** McNemar's test against the first run; null of the first. */
  readonly againstFirst: McNemar | null;
}

/** Runs judged on the same validation images. */
export interface Comparison {
  /** When it was written: `2026-11-29`. */
  readonly date: string;
  readonly classes: readonly string[];
  /** [N], positions among the classes. */
  readonly labels: Int32Array;
  readonly runs: readonly ComparedRun[];
  /** Small pictures of images that are judged differently, by position; not every one needs one. */
  readonly pictures: ReadonlyMap<number, ReportedPicture>;
  /** Validation images that are trained on too. */
  readonly shared: readonly SharedImage[];
}

/** Below this, runs differ by more than chance. */
const significance = 0.05;
const runsNamed = 4;
const picturesEach = 12;

/** Positions of the images that a run judges rightly and the first wrongly, and the other way
 * round. */
export function disagreements({ labels, runs }: Pick<Comparison, 'labels' | 'runs'>, run: ComparedRun): { readonly won: number[]; readonly lost: number[] } {
  const first = runs[0]!.predictions;
  const images = [...labels.keys()];
  const isRight = (predictions: Int32Array, image: number) => predictions[image] === labels[image];
  return {
    won: images.filter((image) => isRight(run.predictions, image) && !isRight(first, image)),
    lost: images.filter((image) => !isRight(run.predictions, image) && isRight(first, image)),
  };
}

/** Whether a run differs from the first by more than chance, in a sentence. */
export function verdictOn({ name, againstFirst }: ComparedRun, first: string): string {
  const differs = againstFirst !== null && againstFirst.pValue < significance ? 'differs from' : 'does not differ significantly from';
  return `${name} ${differs} ${first} on these images (McNemar, 5 %).`;
}

/** The comparison as one page that needs nothing beside it. */
export function renderComparison(comparison: Comparison, document: ChartDocument): string {
  const { date, labels, runs, shared } = comparison;
  const [first, ...others] = runs;
  const title = `${listed(
    runs.map(({ name }) => name),
    runsNamed,
  )}, compared`;
  return pageOf(title, [
    `<header><p class="kind">Attune comparison, <time datetime="${date}">${date}</time></p><h1>${escapeText(title)}</h1>
<p class="lead">On ${labels.length} validation images that all of them judge.</p>${others.map((run) => `<p>${escapeText(verdictOn(run, first!.name))}</p>`).join('')}</header>`,
    section('Accuracy', `${runTable(runs)}<div class="charts">${intervalChart(document, runs)}</div>`),
    section('Each class', classTable(comparison)),
    section('Judged differently', others.map((run) => disagreementPictures(comparison, run)).join('')),
    shared.length === 0 ? '' : section('Limits', sharedList(shared)),
  ]);
}

function runTable(runs: readonly ComparedRun[]): string {
  const rows = runs.map(({ name, accuracy, interval, loss, againstFirst }) => [
    escapeText(name),
    share(accuracy),
    `${share(interval.low)} to ${share(interval.high)}`,
    loss.toFixed(4),
    ...(againstFirst === null ? ['', '', ''] : [String(againstFirst.onlyFirst), String(againstFirst.onlySecond), againstFirst.pValue.toPrecision(3)]),
  ]);
  return markupTable('Runs', ['run', 'accuracy', '95 % interval', 'loss', 'only first right', 'only this right', 'p'], rows);
}

function classTable({ labels, classes, runs }: Comparison): string {
  const recalls = runs.map(({ predictions }) => classFigures(confusionMatrix(labels, predictions, classes.length)));
  const rows = classes.map((name, label) => [escapeText(name), String(recalls[0]![label]!.images), ...recalls.map((figures) => share(figures[label]!.recall))]);
  return markupTable('Recall', ['class', 'images', ...runs.map(({ name }) => escapeText(name))], rows);
}

function disagreementPictures(comparison: Comparison, run: ComparedRun): string {
  const { won, lost } = disagreements(comparison, run);
  const first = comparison.runs[0]!;
  return `<h3>${escapeText(run.name)} beside ${escapeText(first.name)}</h3>${group(comparison, run, won)}${group(comparison, first, lost)}`;
}

function group({ labels, classes, runs, pictures }: Comparison, right: ComparedRun, images: readonly number[]): string {
  const figures = images
    .filter((image) => pictures.has(image))
    .slice(0, picturesEach)
    .map((image) => {
      const said = runs.map(({ name, predictions }) => `${name}: ${classes[predictions[image]!]}`).join('; ');
      const { source, title } = pictures.get(image)!;
      return markupFigure(source, `${classes[labels[image]!]} → ${said}. ${title}`);
    });
  return `<h4>Only ${escapeText(right.name)} is right: ${images.length} ${images.length === 1 ? 'image' : 'images'}</h4><div class="pictures">${figures.join('')}</div>`;
}
