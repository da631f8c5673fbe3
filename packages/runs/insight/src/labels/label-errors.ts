import type { LabelledPredictions } from '../figures/labelled-predictions.ts';

/** An image that is probably of another class than its label says. */
export interface LabelError {
  /** Position among the images. */
  readonly image: number;
  readonly label: number;
  /** The class that it is probably of. */
  readonly suggested: number;
  readonly labelProbability: number;
  readonly suggestedProbability: number;
}

/** Probable label errors, the surest first: confident learning. An image counts as one of a class
 * when its probability there reaches the mean over the images that are labelled so; of several
 * classes the most probable. Those that count as one of another class than their label's are
 * returned, by the probability of the label less that of the most probable other class.
 *
 * @param predictions of a classifier that has not seen the images: `outOfFold`.
 * Source: Northcutt, Jiang and Chuang 2021, JAIR 70, §3; ranked by cleanlab's normalized margin. */
export function findLabelErrors(predictions: LabelledPredictions): LabelError[] {
  const { classes, labels, probabilities } = predictions;
  const thresholds = meanOwnProbabilities(predictions);
  const errors = [...labels.entries()].flatMap(([image, label]) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    const suggested = countedAs(row, thresholds);
    if (suggested === null || suggested === label) return [];
    const error: LabelError = { image, label, suggested, labelProbability: row[label]!, suggestedProbability: row[suggested]! };
    return [{ error, margin: marginOf(row, label) }];
  });
  return errors.toSorted((a, b) => a.margin - b.margin).map(({ error }) => error);
}

/** Of each class, over the images that are labelled so; beyond reach for a class without any. */
function meanOwnProbabilities({ classes, labels, probabilities }: LabelledPredictions): Float64Array {
  const [sums, counts] = [new Float64Array(classes), new Int32Array(classes)];
  for (const [image, label] of labels.entries()) {
    sums[label]! += probabilities[image * classes + label]!;
    counts[label]! += 1;
  }
  return sums.map((sum, label) => (counts[label] === 0 ? Infinity : sum / counts[label]!));
}

function countedAs(row: Float32Array, thresholds: Float64Array): number | null {
  let best: number | null = null;
  for (const [label, value] of row.entries()) if (value >= thresholds[label]! && (best === null || value > row[best]!)) best = label;
  return best;
}

function marginOf(row: Float32Array, label: number): number {
  return row[label]! - row.reduce((most, value, other) => (other === label ? most : Math.max(most, value)), -Infinity);
}
