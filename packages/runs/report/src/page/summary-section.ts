import { confusionMatrix, mostConfused } from '@attune/insight';

import { escapeText, listed, share } from './markup.ts';
import type { RunReport } from './run-report.ts';
import type { Verdict } from './verdict.ts';

const classesNamed = 6;

/** What came of the run, on one look. */
export function summarySection(report: RunReport, verdict: Verdict): string {
  const { title, date, network, classes } = report;
  const { images, right, interval, guessing } = verdict;
  return `<header>
<p class="kind">Attune report of ${escapeText(title)}, <time datetime="${date}">${date}</time></p>
<h1>Telling ${escapeText(listed(classes, classesNamed))} apart</h1>
<p class="lead">A ${escapeText(network)} learned to tell ${escapeText(listed(classes, classesNamed))} apart from ${trained(report)}.</p>
<div class="result"><p class="figure"><strong>${share(right / images)}</strong> ${right} of ${images} validation images right</p>
<ul><li>95 % interval: ${share(interval.low)} to ${share(interval.high)}</li><li>Always naming the most frequent class: ${share(guessing / images)}</li><li>${worstMistake(report, verdict)}</li></ul></div>
</header>`;
}

/** `244 images, in 5 epochs` */
function trained({ data, epochs }: RunReport): string {
  const images = data.counts.reduce((sum, { train }) => sum + train, 0);
  return `${images.toLocaleString('en-US')} images, in ${epochs.length === 1 ? '1 epoch' : `${epochs.length} epochs`}`;
}

function worstMistake({ predictions, classes }: RunReport, { predicted }: Verdict): string {
  const [worst] = mostConfused(confusionMatrix(predictions.labels, predicted, classes.length), 1);
  if (worst === undefined) return 'No mistake';
  const count = `${worst.images} ${worst.images === 1 ? 'image' : 'images'}`;
  return `Most frequent mistake: ${escapeText(classes[worst.label]!)} taken for ${escapeText(classes[worst.prediction]!)} (${count})`;
}
