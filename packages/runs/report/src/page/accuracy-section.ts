import { calibration, classFigures, confusionMatrix, fitTemperature, topKAccuracy, withTemperature } from '@attune/insight';

import { type ChartDocument, reliabilityChart } from './charts.ts';
import { escapeText, markupTable, section, share } from './markup.ts';
import type { RunReport } from './run-report.ts';
import type { Verdict } from './verdict.ts';

/** How good the run is, class by class, and whether its confidence can be taken at its word. */
export function accuracySection({ predictions, classes }: RunReport, { predicted }: Verdict, document: ChartDocument): string {
  const rows = classFigures(confusionMatrix(predictions.labels, predicted, classes.length)).map((figures, index) => [
    escapeText(classes[index]!),
    String(figures.images),
    share(figures.precision),
    share(figures.recall),
    share(figures.f1),
  ]);
  const topFive = classes.length > 5 ? `<p>The true class is among the five most probable in ${share(topKAccuracy(predictions, 5))} of the images.</p>` : '';
  const reliability = calibration(predictions);
  const temperature = fitTemperature(predictions);
  const scaled = calibration(withTemperature(predictions, temperature));
  return section(
    'Accuracy',
    `${topFive}${markupTable('Each class', ['class', 'images', 'precision', 'recall', 'F1'], rows)}
<div class="charts">${reliabilityChart(document, reliability.bins)}</div>
<p>Expected calibration error ${share(reliability.error)}. Temperature ${temperature.toFixed(2)}, fitted on these same images, would make it ${share(scaled.error)}.</p>`,
  );
}
