import { refuseUnknownOptions } from '@attune/errors';

import type { LabelledPredictions } from './labelled-predictions.ts';

/** Share of images whose class is among the `k` most probable. A class that is as probable as the
 * k-th counts when it comes before it. */
export function topKAccuracy({ classes, labels, probabilities }: LabelledPredictions, k: number): number {
  const hits = labels.reduce((right, label, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    const own = row[label]!;
    const before = row.reduce((rank, value, other) => rank + (value > own || (value === own && other < label) ? 1 : 0), 0);
    return right + (before < k ? 1 : 0);
  }, 0);
  return hits / labels.length;
}

/** Mean of −ln p(class), in nats; a probability of 0 counts as the least positive float32. */
export function meanLoss({ classes, labels, probabilities }: LabelledPredictions): number {
  return labels.reduce((sum, label, image) => sum - Math.log(Math.max(probabilities[image * classes + label]!, leastPositive)), 0) / labels.length;
}

const leastPositive = 2 ** -149;

/** Images by loss −ln p(class), largest first, of equal ones in order: positions of at most `most`
 * of them. With `easiest`, smallest first.
 ** @throws {UnknownOptionError} when an option does not exist. */
export function rankByLoss(
  { classes, labels, probabilities }: LabelledPredictions,
  options: { readonly most?: number; readonly easiest?: boolean } = {},
): number[] {
  refuseUnknownOptions('rankByLoss', options, { most: true, easiest: true });
  const { most = 20, easiest = false } = options;
  const own = Array.from(labels, (label, image) => probabilities[image * classes + label]!);
  const order = own.map((_, image) => image).sort((a, b) => (easiest ? own[b]! - own[a]! : own[a]! - own[b]!));
  return order.slice(0, most);
}
