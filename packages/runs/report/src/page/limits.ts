import { listed, share } from './markup.ts';
import type { RunReport } from './run-report.ts';
import type { Verdict } from './verdict.ts';

/** Fewer validation images of a class say little about it. */
const fewImages = 20;
const wideInterval = 0.05;

/** What the figures of a report do not show, as far as its own numbers tell. */
export function limitsOf({ data, epochs, classes }: RunReport, { interval, images }: Verdict): string[] {
  const few = data.counts.filter(({ validation }) => validation < fewImages).map(({ name }) => name);
  const half = (interval.high - interval.low) / 2;
  return [
    ...(half > wideInterval
      ? [`${images} validation images are few: the accuracy may lie ${share(half)} higher or lower, so smaller differences between runs mean nothing.`]
      : []),
    ...(few.length > 0 ? [`Fewer than ${fewImages} validation images: ${listed(few, fewImages)}. The figures of such a class are rough.`] : []),
    ...(epochs.length > 1
      ? [
          `The best of ${epochs.length} epochs was chosen on the images that judge it here, so its accuracy is a little too good. Images of a test part would not be.`,
        ]
      : []),
    ...(data.shared.length > 0
      ? [`${data.shared.length === 1 ? '1 validation image is' : `${data.shared.length} validation images are`} trained on too, which raises the accuracy.`]
      : []),
    `The network knows ${classes.length} classes and names one of them for any image, also where none is right.`,
    'Maps show what speaks for a class in this network. They do not prove why.',
  ];
}
