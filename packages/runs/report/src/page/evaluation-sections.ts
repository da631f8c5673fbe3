import {
  type ConfusionMatrix,
  bootstrapInterval,
  calibration,
  classFigures,
  confusionMatrix,
  fitTemperature,
  mostConfused,
  predictedClasses,
  rankByLoss,
  topKAccuracy,
  withTemperature,
} from '@attune/insight';

import { type ChartDocument, reliabilityChart } from './charts.ts';
import { escapeText, markupTable, share } from './markup.ts';
import type { RunReport } from './run-report.ts';

/** More classes make no table that can be read; then the most frequent mistakes stand for it. */
const mostColumns = 30;
const picturesEach = 12;

/** How good the run is on its validation images, in figures. */
export function accuracySection({ predictions, classes }: RunReport, document: ChartDocument): string {
  const predicted = predictedClasses(predictions);
  const images = predicted.length;
  const right = predicted.filter((prediction, image) => prediction === predictions.labels[image]).length;
  const { low, high } = bootstrapInterval({ right, images });
  const reliability = calibration(predictions);
  const temperature = fitTemperature(predictions);
  const scaled = calibration(withTemperature(predictions, temperature));
  const rows = classFigures(confusionMatrix(predictions.labels, predicted, classes.length)).map((figures, index) => [
    escapeText(classes[index]!),
    String(figures.images),
    share(figures.precision),
    share(figures.recall),
    share(figures.f1),
  ]);
  const topFive = classes.length > 5 ? ` Among the five most probable classes: ${share(topKAccuracy(predictions, 5))}.` : '';
  return `<section><h2>Accuracy</h2>
<p class="lead"><strong>${share(right / images)}</strong> of ${images} validation images (95 % interval ${share(low)} to ${share(high)}).${topFive}</p>
${markupTable('Each class', ['class', 'images', 'precision', 'recall', 'F1'], rows)}
<div class="charts">${reliabilityChart(document, reliability.bins)}</div>
<p>Expected calibration error ${share(reliability.error)}. Temperature ${temperature.toFixed(2)}, fitted on these same images, would make it ${share(scaled.error)}.</p></section>`;
}

/** Who is taken for whom, each cell with its images. */
export function confusionSection(report: RunReport): string {
  const { predictions, classes } = report;
  const predicted = predictedClasses(predictions);
  const matrix = confusionMatrix(predictions.labels, predicted, classes.length);
  const pairs = mostConfused(matrix).map(({ label, prediction, images, share: part }) => [
    `${escapeText(classes[label]!)} taken for ${escapeText(classes[prediction]!)}`,
    cellLink(label, prediction, images),
    share(part),
  ]);
  const table = classes.length <= mostColumns ? confusionTable(matrix, classes) : '';
  return `<section><h2>Confusion</h2>
<p>Rows are true classes, columns what the network said. A number opens its images.</p>
${table}${pairs.length === 0 ? '<p>No mistake.</p>' : markupTable('Most frequent mistakes', ['mistake', 'images', 'of the class'], pairs)}
${cellPanels(report, predicted, matrix)}</section>`;
}

function confusionTable(matrix: ConfusionMatrix, classes: readonly string[]): string {
  const rows = matrix.map((row, label) => [
    escapeText(classes[label]!),
    ...row.map((images, prediction) => (images === 0 ? '0' : cellLink(label, prediction, images))),
  ]);
  return markupTable('Confusion matrix', ['true class', ...classes.map(escapeText)], rows);
}

function cellLink(label: number, prediction: number, images: number): string {
  return `<a href="#cell-${label}-${prediction}" class="${label === prediction ? 'right' : 'wrong'}">${images}</a>`;
}

/** Hidden until their cell is followed. */
function cellPanels({ predictions, classes, pictures }: RunReport, predicted: Int32Array, matrix: ConfusionMatrix): string {
  const panel = (label: number, prediction: number) => {
    const all = [...predicted.keys()].filter((image) => predictions.labels[image] === label && predicted[image] === prediction && pictures.has(image));
    if (all.length === 0) return '';
    const shown = all.slice(0, picturesEach).map((image) => pictureOf(pictures.get(image)!));
    return `<div class="cell" id="cell-${label}-${prediction}"><h3>${escapeText(classes[label]!)}, taken for ${escapeText(classes[prediction]!)}</h3><div class="pictures">${shown.join('')}</div></div>`;
  };
  return matrix.flatMap((row, label) => row.map((images, prediction) => (images === 0 ? '' : panel(label, prediction)))).join('');
}

function pictureOf({ source, title }: { readonly source: string; readonly title: string }): string {
  return `<figure><img src="${source}" alt="${escapeText(title)}"><figcaption>${escapeText(title)}</figcaption></figure>`;
}

/** The images with the largest losses, each with what was said of it. */
export function lossesSection(report: RunReport): string {
  const { predictions, classes, pictures } = report;
  const predicted = predictedClasses(predictions);
  const shown = rankByLoss(predictions, { most: picturesEach }).filter((image) => pictures.has(image));
  const figures = shown.map((image) => {
    const label = predictions.labels[image]!;
    const own = predictions.probabilities[image * classes.length + label]!;
    const said = predictions.probabilities[image * classes.length + predicted[image]!]!;
    const { source, title } = pictures.get(image)!;
    const words = `${classes[label]} ${share(own)}; said ${classes[predicted[image]!]} ${share(said)}; loss ${(-Math.log(own)).toFixed(2)}`;
    return `<figure><img src="${source}" alt="${escapeText(title)}"><figcaption>${escapeText(words)}</figcaption></figure>`;
  });
  return `<section><h2>Largest losses</h2><div class="pictures">${figures.join('')}</div></section>`;
}

/** Where the network looks in the images that it finds hardest and easiest. */
export function mapsSection({ hardest, easiest, pictures }: RunReport): string {
  const group = (title: string, explained: RunReport['hardest']) => {
    const rows = explained.map(
      ({ image, maps }) =>
        `<h4>${escapeText(pictures.get(image)?.title ?? String(image))}</h4><div class="pictures maps">${maps.map(pictureOf).join('')}</div>`,
    );
    return rows.length === 0 ? '' : `<h3>${title}</h3>${rows.join('')}`;
  };
  const content = group('Hardest images', hardest) + group('Easiest images', easiest);
  return content === ''
    ? ''
    : `<section><h2>Where it looks</h2><p>Yellow is much, violet is little; each map has its own scale.</p><div class="scale" role="img" aria-label="from little to much"></div>${content}</section>`;
}
