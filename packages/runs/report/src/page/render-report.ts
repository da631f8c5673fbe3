import { type ChartDocument, curveCharts, gateCharts } from './charts.ts';
import { accuracySection, confusionSection, lossesSection, mapsSection } from './evaluation-sections.ts';
import { escapeText, markupTable, share } from './markup.ts';
import { reportStyle } from './report-style.ts';
import type { ReportedEpoch, RunReport } from './run-report.ts';

/** A run as one page that needs nothing beside it: no network, no script; light and
 * dark, on a phone and on paper.
 *
 * @param document where the charts are drawn: a browser's, or linkedom's in Node.
 * Nothing is left in it. */
export function renderReport(report: RunReport, document: ChartDocument): string {
  const { title, epochs, gates } = report;
  const best = Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy));
  const bestStage = epochs.find(({ validationAccuracy }) => validationAccuracy === best)?.stage ?? '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(title)}</title><style>${reportStyle}</style></head>
<body><main>
<h1>${escapeText(title)}</h1>
<p class="lead">Best validation accuracy of an epoch: <strong>${share(best)}</strong>, in stage “${escapeText(bestStage)}”. The figures and maps below are of those weights.</p>
${factsSection(report)}
${recipeSection(report)}
<section><h2>Curves</h2><p>Dotted lines separate the stages.</p><div class="charts">${curveCharts(document, epochs)}</div>${costTable(report)}</section>
${accuracySection(report, document)}
${confusionSection(report)}
${lossesSection(report)}
${mapsSection(report)}
${gates.length === 0 ? '' : `<section><h2>Attention gates</h2><p>A gate of 1 passes on what comes in. Means over some validation images, at the end of each stage.</p><div class="charts">${gateCharts(document, gates)}</div></section>`}
<section><h2>Do it again</h2><pre tabindex="0"><code>${escapeText(report.command)}</code></pre></section>
</main></body></html>
`;
}

function factsSection({ facts }: RunReport): string {
  return `<section><h2>The run</h2><dl>${facts.map(([label, value]) => `<div><dt>${escapeText(label)}</dt><dd>${escapeText(value)}</dd></div>`).join('')}</dl></section>`;
}

function recipeSection({ recipe }: RunReport): string {
  const rows = recipe.map(({ stage, epochs, group, learningRate, schedule, batchNorm, augment }) => [
    escapeText(stage),
    String(epochs),
    escapeText(group),
    String(Number(learningRate.toPrecision(3))),
    escapeText(schedule),
    escapeText(batchNorm),
    augment ? 'yes' : 'no',
  ]);
  return `<section><h2>Recipe</h2>${timeline(recipe)}${markupTable('Stages and their groups', ['stage', 'epochs', 'trains', 'rate', 'schedule', 'batch norms', 'augments'], rows)}</section>`;
}

/** Stages side by side, as wide as their epochs are many. */
function timeline(recipe: RunReport['recipe']): string {
  const stages = [...new Map(recipe.map((row) => [row.stage, row])).values()].filter(({ epochs }) => epochs > 0);
  const bars = stages.map(
    ({ stage, epochs }) => `<li style="flex:${epochs}"><span>${escapeText(stage)}</span><small>${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}</small></li>`,
  );
  return `<ol class="timeline">${bars.join('')}</ol>`;
}

function costTable({ epochs, trainImages }: RunReport): string {
  const stages = grouped(epochs);
  const rows = [...stages].map(([stage, own]) => {
    const seconds = own.reduce((sum, epoch) => sum + epoch.seconds, 0);
    return [
      escapeText(stage),
      String(own.length),
      seconds.toFixed(1),
      ((own.length * trainImages) / seconds).toFixed(1),
      share(own.at(-1)!.validationAccuracy),
    ];
  });
  return markupTable('Cost of each stage', ['stage', 'epochs', 'seconds', 'training images a second, validation included', 'accuracy at its end'], rows);
}

function grouped(epochs: readonly ReportedEpoch[]): Map<string, ReportedEpoch[]> {
  const stages = new Map<string, ReportedEpoch[]>();
  for (const epoch of epochs) stages.set(epoch.stage, [...(stages.get(epoch.stage) ?? []), epoch]);
  return stages;
}
