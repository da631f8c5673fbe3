import type { ChartDocument } from './charts.ts';
import { dataSection } from './data-section.ts';
import { factsSection } from './facts-section.ts';
import { escapeText, listed, markupTable, section } from './markup.ts';
import { pageOf } from './page.ts';
import type { TargetReport } from './run-report.ts';
import { metricText, recipeSection, trainingSection } from './training-sections.ts';

const classesNamed = 6;

/** The report of a run whose images have several labels, or numbers: as that of one class an image,
 * without what is of one class alone. */
export function renderTargetReport(report: TargetReport, document: ChartDocument): string {
  const { again, metric, each } = report;
  return pageOf(report.title, [
    header(report),
    section(
      'Figures',
      markupTable(
        'On the validation images',
        [...each.head],
        each.rows.map((row) => row.map(escapeText)),
      ),
    ),
    trainingSection(report, document, metric),
    dataSection(report.data),
    recipeSection(report),
    factsSection(report),
    section('Do it again', `<p>${escapeText(again.where)}</p><pre tabindex="0"><code>${escapeText(again.command)}</code></pre>`),
  ]);
}

function header({ title, date, network, classes, images, metric, figures }: TargetReport): string {
  const [[, decides] = ['', Number.NaN], ...others] = Object.entries(figures);
  const more = others.map(([name, value]) => `<li>${escapeText(name)} ${metricText(value, metric)}</li>`);
  return `<header>
<p class="kind">Attune report, <time datetime="${date}">${date}</time></p>
<h1>${escapeText(title)}</h1>
<p class="lead">A ${escapeText(network)} learned to tell ${escapeText(listed(classes, classesNamed))} of an image.</p>
<div class="result"><p class="figure"><strong>${metricText(decides, metric)}</strong> ${escapeText(metric.title)} on ${images} validation images</p>
<ul>${more.join('')}</ul></div>
</header>`;
}
