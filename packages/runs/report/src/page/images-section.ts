import { rankByLoss } from '@attune/insight';

import { escapeText, markupFigure, section } from './markup.ts';
import type { ExplainedImage, RunReport } from './run-report.ts';
import { type Verdict, saidOf } from './verdict.ts';

const mistakesShown = 12;
const rightEach = 4;
/** Classes whose right answers are shown. */
const classesShown = 12;

/** Images as the network took them: the surest mistakes, then some right answers of each class. */
export function imagesSection(report: RunReport, { predicted }: Verdict): string {
  const { predictions, classes, pictures } = report;
  const { labels } = predictions;
  const figure = (image: number) =>
    markupFigure(pictures.get(image)!.source, `${saidOf(predictions, { image, predicted: predicted[image]!, classes })}. ${pictures.get(image)!.title}`);
  const isRight = (image: number) => predicted[image] === labels[image];
  const ranked = rankByLoss(predictions, { most: labels.length }).filter((image) => pictures.has(image));
  const mistakes = ranked.filter((image) => !isRight(image)).slice(0, mistakesShown);
  const examples = classes.slice(0, classesShown).map((name, label) => {
    const own = ranked.filter((image) => labels[image] === label && isRight(image)).toReversed();
    return own.length === 0 ? '' : `<h4>${escapeText(name)}</h4><div class="pictures">${own.slice(0, rightEach).map(figure).join('')}</div>`;
  });
  return section(
    'What it says of images',
    `<p>True class → what was said, with its probability.</p>
<h3>Largest losses</h3>${mistakes.length === 0 ? '<p>No mistake.</p>' : `<div class="pictures">${mistakes.map(figure).join('')}</div>`}
<h3>Right answers</h3>${examples.join('')}`,
  );
}

/** Where the network looks in the images that it finds hardest and easiest, stage by stage. */
export function mapsSection(report: RunReport): string {
  const group = (title: string, explained: readonly ExplainedImage[]) =>
    explained.length === 0 ? '' : `<h3>${title}</h3>${explained.map((image) => explainedRow(report, image)).join('')}`;
  const content = group('Hardest images', report.hardest) + group('Easiest images', report.easiest);
  if (content === '') return '';
  return section(
    'Where it looks',
    `<p>What speaks for the predicted class (Grad-CAM) at the end of each stage: yellow is much, violet is little, each map on its own scale. Attention is drawn on a true scale: a gate of 1, in the middle, changes nothing.</p>
<div class="scale" role="img" aria-label="from little to much"></div>${content}`,
  );
}

function explainedRow({ predictions, classes, pictures }: RunReport, { image, seen, stages, attention }: ExplainedImage): string {
  const truth = classes[predictions.labels[image]!]!;
  const maps = stages.map(({ stage, source, predicted, confidence }) =>
    markupFigure(source, `${stage}: ${truth} → ${classes[predicted]} ${(confidence * 100).toFixed(1)} %`),
  );
  return `<h4>${escapeText(pictures.get(image)?.title ?? String(image))}</h4><div class="pictures maps">${markupFigure(seen, `${truth}, as the network sees it`)}${maps.join('')}${attention === null ? '' : attentionFigure(attention)}</div>`;
}

function attentionFigure({ source, title, least, most, hardlyActs }: NonNullable<ExplainedImage['attention']>): string {
  const range = least === most ? `${least.toPrecision(3)} everywhere` : `gates from ${least.toFixed(3)} to ${most.toFixed(3)}`;
  return markupFigure(source, `${title}: ${range}${hardlyActs ? ', hardly acts' : ''}`);
}
