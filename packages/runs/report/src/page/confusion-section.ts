import { type ConfusionMatrix, confusionMatrix, mostConfused } from '@attune/insight';

import { escapeText, markupFigure, markupTable, section, share } from './markup.ts';
import type { RunReport } from './run-report.ts';
import { type Verdict, saidOf } from './verdict.ts';

/** More classes make no table that can be read; then the most frequent mistakes stand for it. */
const mostColumns = 30;
const picturesEach = 12;

/** Who is taken for whom, each cell with its images. */
export function confusionSection(report: RunReport, { predicted }: Verdict): string {
  const { predictions, classes } = report;
  const matrix = confusionMatrix(predictions.labels, predicted, classes.length);
  const pairs = mostConfused(matrix).map(({ label, prediction, images, share: part }) => [
    `${escapeText(classes[label]!)} taken for ${escapeText(classes[prediction]!)}`,
    cellLink(label, prediction, images),
    share(part),
  ]);
  return section(
    'Confusion',
    `<p>Rows are true classes, columns what the network said; the shade is the share of the row. A number opens its images.</p>
${classes.length <= mostColumns ? confusionTable(matrix, classes) : ''}
${pairs.length === 0 ? '<p>No mistake.</p>' : markupTable('Most frequent mistakes', ['mistake', 'images', 'of the class'], pairs)}
${cellPanels(report, predicted, matrix)}`,
  );
}

function confusionTable(matrix: ConfusionMatrix, classes: readonly string[]): string {
  const rows = matrix.map((row, label) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    return [escapeText(classes[label]!), ...row.map((count, prediction) => (count === 0 ? '0' : cellLink(label, prediction, count, count / images)))];
  });
  return markupTable('Confusion matrix', ['true class', ...classes.map(escapeText)], rows);
}

/** Shaded where it is a cell of the matrix. */
function cellLink(label: number, prediction: number, images: number, shade?: number): string {
  const style = shade === undefined ? '' : ` style="--share:${shade.toFixed(3)}"`;
  return `<a href="#cell-${label}-${prediction}" class="${label === prediction ? 'right' : 'wrong'}"${style}>${images}</a>`;
}

/** Hidden until their cell is followed. */
function cellPanels({ predictions, classes, pictures }: RunReport, predicted: Int32Array, matrix: ConfusionMatrix): string {
  const panel = (label: number, prediction: number) => {
    const all = [...predicted.keys()].filter((image) => predictions.labels[image] === label && predicted[image] === prediction && pictures.has(image));
    if (all.length === 0) return '';
    const shown = all.slice(0, picturesEach).map((image) => {
      const { source, title } = pictures.get(image)!;
      return markupFigure(source, `${title}: ${saidOf(predictions, { image, predicted: prediction, classes })}`);
    });
    return `<div class="cell" id="cell-${label}-${prediction}"><h3>${escapeText(classes[label]!)}, taken for ${escapeText(classes[prediction]!)}</h3><div class="pictures">${shown.join('')}</div></div>`;
  };
  return matrix.flatMap((row, label) => row.map((images, prediction) => (images === 0 ? '' : panel(label, prediction)))).join('');
}
