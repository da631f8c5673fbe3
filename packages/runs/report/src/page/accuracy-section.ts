import { type LabelledPredictions, calibration, classFigures, confusionMatrix, fitTemperature, topKAccuracy, withTemperature } from '@attune/insight';

import { type ChartDocument, reliabilityChart } from './charts.ts';
import { escapeText, markupTable, section, share } from './markup.ts';
import type { RunReport } from './run-report.ts';
import type { Verdict } from './verdict.ts';

/** How good the run is, class by class, and whether its confidence can be taken at its word. */
export function accuracySection({ predictions, temperature, leastSimilarity, classes }: RunReport, { predicted }: Verdict, document: ChartDocument): string {
  const rows = classFigures(confusionMatrix(predictions.labels, predicted, classes.length)).map((figures, index) => [
    escapeText(classes[index]!),
    String(figures.images),
    share(figures.precision),
    share(figures.recall),
    share(figures.f1),
  ]);
  const topFive = classes.length > 5 ? `<p>The true class is among the five most probable in ${share(topKAccuracy(predictions, 5))} of the images.</p>` : '';
  return section(
    'Accuracy',
    `${topFive}${markupTable('Each class', ['class', 'images', 'precision', 'recall', 'F1'], rows)}
<div class="charts">${reliabilityChart(document, calibration(predictions).bins)}</div>
<p>${certainty(predictions, temperature)}${leastSimilarity === null ? '' : ` ${noneOfThese(leastSimilarity)}`}</p>`,
  );
}

function noneOfThese(leastSimilarity: number): string {
  return `An image counts as none of these classes when its similarity to the nearest class centre is below ${leastSimilarity.toFixed(2)}, as it is for at most 5 of 100 validation images.`;
}

/** How far confidence is from accuracy, with the run's temperature and without. */
function certainty(predictions: LabelledPredictions, temperature: number | null): string {
  const error = (at: number) => share(calibration(withTemperature(predictions, at)).error);
  const own = `Expected calibration error ${error(1)}`;
  if (temperature === null) {
    const fitted = fitTemperature(predictions);
    return `${own}. Temperature ${fitted.toFixed(2)}, fitted on these same images, would make it ${error(fitted)}.`;
  }
  if (temperature === 1) return `${own}.`;
  return `${own} at temperature ${temperature.toFixed(2)}, which the run fitted on these same images; ${error(1 / temperature)} without it.`;
}
