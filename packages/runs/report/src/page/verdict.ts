import { type Interval, type LabelledPredictions, bootstrapInterval, predictedClasses } from '@attune/insight';

import { share } from './markup.ts';

/** How a run did on its validation images, in numbers that every section shares. */
export interface Verdict {
  readonly images: number;
  readonly right: number;
  /** Predicted class by image. */
  readonly predicted: Int32Array;
  /** Share of right answers, 95 %. */
  readonly interval: Interval;
  /** Images that are right when the most frequent class is always named. */
  readonly guessing: number;
}

export function verdictOf(predictions: LabelledPredictions): Verdict {
  const predicted = predictedClasses(predictions);
  const images = predicted.length;
  const right = predicted.filter((prediction, image) => prediction === predictions.labels[image]).length;
  const counts = new Int32Array(predictions.classes);
  for (const label of predictions.labels) counts[label]! += 1;
  return { images, right, predicted, interval: bootstrapInterval({ right, images }), guessing: Math.max(...counts) };
}

/** `bees → ants 81.2 %`: the true class, and what was said with which probability. */
export function saidOf(
  { labels, classes: count, probabilities }: LabelledPredictions,
  { image, predicted, classes }: { readonly image: number; readonly predicted: number; readonly classes: readonly string[] },
): string {
  return `${classes[labels[image]!]} → ${classes[predicted]} ${share(probabilities[image * count + predicted]!)}`;
}
