import { bestEpochIndex, metricOf } from '@attune/staged-finetune';

import { type ChartDocument, curveCharts } from './charts.ts';
import { escapeText, markupTable, section, share } from './markup.ts';
import type { ReportedEpoch, ReportedMetric, RunReport } from './run-report.ts';

const accuracy: ReportedMetric = { title: 'accuracy', isShare: true };

/** A metric as it is written. */
export function metricText(value: number, { isShare }: Pick<ReportedMetric, 'isShare'>): string {
  if (Number.isNaN(value)) return 'not defined';
  return isShare ? share(value) : value.toFixed(3);
}

/** How the run went, epoch by epoch, and which epoch's weights it kept. */
export function trainingSection(report: Pick<RunReport, 'epochs' | 'data'>, document: ChartDocument, metric: ReportedMetric = accuracy): string {
  const { epochs } = report;
  const best = bestEpochIndex(epochs);
  const { stage, validationLoss, ...scores } = epochs[best]!;
  const reached = metricText(metricOf(scores), metric);
  const told = metric.title === 'accuracy' ? reached : `${metric.title} ${reached}`;
  return section(
    'Training',
    `<p>Best epoch: <strong>${best + 1}</strong>, in stage “${escapeText(stage)}”, with ${told} and a validation loss of ${validationLoss.toFixed(4)}. The figures and maps of this report are of its weights. Dotted lines separate the stages, the solid one marks the best epoch.</p>
<div class="charts">${curveCharts(document, epochs, { best, metric: metric.title })}</div>${costTable(report, metric)}`,
  );
}

function costTable({ epochs, data }: Pick<RunReport, 'epochs' | 'data'>, metric: ReportedMetric): string {
  const trainImages = data.counts.reduce((sum, { train }) => sum + train, 0);
  const rows = [...grouped(epochs)].map(([stage, own]) => {
    const seconds = own.reduce((sum, epoch) => sum + epoch.seconds, 0);
    return [
      escapeText(stage),
      String(own.length),
      seconds.toFixed(1),
      ((own.length * trainImages) / seconds).toFixed(1),
      metricText(metricOf(own.at(-1)!), metric),
    ];
  });
  return markupTable(
    'Cost of each stage',
    ['stage', 'epochs', 'seconds', 'training images per second, validation included', `${metric.title} at its end`],
    rows,
  );
}

function grouped(epochs: readonly ReportedEpoch[]): Map<string, ReportedEpoch[]> {
  const stages = new Map<string, ReportedEpoch[]>();
  for (const epoch of epochs) stages.set(epoch.stage, [...(stages.get(epoch.stage) ?? []), epoch]);
  return stages;
}

/** What each stage trains, and how fast. */
export function recipeSection({ recipe }: Pick<RunReport, 'recipe'>): string {
  const rows = recipe
    .filter(({ epochs }) => epochs > 0)
    .map(({ stage, epochs, group, learningRate, schedule, batchNorm, augment }) => [
      escapeText(stage),
      String(epochs),
      escapeText(group),
      String(Number(learningRate.toPrecision(3))),
      escapeText(schedule),
      escapeText(batchNorm),
      augment ? 'yes' : 'no',
    ]);
  const head = ['stage', 'epochs', 'trains', 'learning rate', 'schedule', 'batch norms', 'augments'];
  return section('Recipe', `${timeline(recipe)}${markupTable('Stages and their groups', head, rows)}`);
}

/** Stages side by side, as wide as their epochs are many. */
function timeline(recipe: RunReport['recipe']): string {
  const stages = [...new Map(recipe.map((row) => [row.stage, row])).values()].filter(({ epochs }) => epochs > 0);
  const bars = stages.map(
    ({ stage, epochs }) => `<li style="flex:${epochs}"><span>${escapeText(stage)}</span><small>${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}</small></li>`,
  );
  return `<ol class="timeline">${bars.join('')}</ol>`;
}
