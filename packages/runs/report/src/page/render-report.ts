import { accuracySection } from './accuracy-section.ts';
import { type ChartDocument, gateCharts } from './charts.ts';
import { confusionSection } from './confusion-section.ts';
import { controlSection } from './control-section.ts';
import { dataSection } from './data-section.ts';
import { factsSection } from './facts-section.ts';
import { imagesSection, mapsSection } from './images-section.ts';
import { limitsOf } from './limits.ts';
import { escapeText, section } from './markup.ts';
import { pageOf } from './page.ts';
import type { RunReport } from './run-report.ts';
import { summarySection } from './summary-section.ts';
import { recipeSection, trainingSection } from './training-sections.ts';
import { verdictOf } from './verdict.ts';

/** A run as one page that needs nothing beside it: no network, no script; light and
 * dark, on a phone and on paper. Results first, then how they came about.
 *
 * @param document where the charts are drawn: a browser's, or linkedom's in Node.
 * Nothing is left in it. */
export function renderReport(report: RunReport, document: ChartDocument): string {
  const verdict = verdictOf(report.predictions);
  const { where, command } = report.again;
  return pageOf(report.title, [
    summarySection(report, verdict),
    accuracySection(report, verdict, document),
    controlSection(report.control),
    confusionSection(report, verdict),
    mapsSection(report),
    imagesSection(report, verdict),
    section(
      'Limits',
      `<ul>${limitsOf(report, verdict)
        .map((limit) => `<li>${escapeText(limit)}</li>`)
        .join('')}</ul>`,
    ),
    trainingSection(report, document),
    gatesSection(report, document),
    dataSection(report.data),
    recipeSection(report),
    factsSection(report),
    section('Do it again', `<p>${escapeText(where)}</p><pre tabindex="0"><code>${escapeText(command)}</code></pre>`),
  ]);
}

function gatesSection({ gates }: RunReport, document: ChartDocument): string {
  if (gates.length === 0) return '';
  const words = '<p>A gate of 1 passes on what comes in. Means over some validation images, at the end of each stage.</p>';
  return section('Attention gates', `${words}<div class="charts">${gateCharts(document, gates)}</div>`);
}
