import { type ControlComparison, controlVerdict } from '@attune/run';

import { escapeText, markupTable, section, share } from './markup.ts';

const verdicts = {
  helped: 'Attention helped: the difference is more than chance makes of so many images.',
  hurt: 'Attention hurt: the difference is more than chance makes of so many images.',
  'not shown': 'It is not shown that attention helped or hurt: chance makes such differences of so many images.',
} as const;

/** The run beside itself without attention, in a sentence each for the verdict and the interval. */
export function controlWords(comparison: ControlComparison): readonly [verdict: string, interval: string] {
  const { difference, low, high, images } = comparison;
  const interval = `${points(difference)} points of accuracy on ${images} validation images; 95 % interval ${points(low)} to ${points(high)}.`;
  return [verdicts[controlVerdict(comparison)], interval];
}

/** Whether attention helped; nothing of a run without a control. */
export function controlSection(comparison: ControlComparison | null): string {
  if (comparison === null) return '';
  const { accuracy, controlAccuracy, onlyWith, onlyWithout, pValue } = comparison;
  const words = controlWords(comparison).map((sentence) => `<p>${escapeText(sentence)}</p>`);
  const rows = [
    ['with attention', share(accuracy), String(onlyWith)],
    ['without', share(controlAccuracy), String(onlyWithout)],
  ];
  const test = `<p>McNemar’s exact test: p = ${pValue.toPrecision(2)}. Both trained with the same seed, images and order. Another seed may say otherwise: <code>--seeds 5 --control</code>. Many seeds on several sets of images: the study on attention, <code>apps/bench/studies/attention</code>.</p>`;
  return section('With and without attention', `${words.join('')}${markupTable('The same training twice', ['', 'accuracy', 'right alone'], rows)}${test}`);
}

function points(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;
}
