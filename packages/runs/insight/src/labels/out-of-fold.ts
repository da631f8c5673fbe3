import { refuseUnknownOptions } from '@attune/errors';

import type { LabelledPredictions } from '../figures/labelled-predictions.ts';
import { type FeatureTable, fitLogisticRegression, linearProbabilities } from './logistic-regression.ts';

export interface OutOfFoldOptions {
  /** Default: 5. */
  readonly folds?: number;
  /** Of the linear classifier: half its squared weights, so many times, beside its mean loss.
   * Default: 0.01. */
  readonly penalty?: number;
}

const outOfFoldOptions = { folds: true, penalty: true } satisfies Record<keyof OutOfFoldOptions, true>;

/** What each image is taken for by a linear classifier that has not seen it, trained on
 * the features
 * of the images in the other folds. Features are brought to mean 0 and variance 1 first. Each class
 * is dealt out over the folds in turn, in the order of the images.
 *
 * @throws {UnknownOptionError} when an option does not exist. */
export async function outOfFold(table: FeatureTable, options: OutOfFoldOptions = {}): Promise<LabelledPredictions> {
  refuseUnknownOptions('outOfFold', options, outOfFoldOptions);
  const { folds = 5, penalty = 0.01 } = options;
  const { labels, classes } = table;
  const scaled = { ...table, features: standardised(table) };
  const foldOf = dealt(labels, { classes, folds });
  const images = [...labels.keys()];
  const probabilities = new Float32Array(labels.length * classes);
  for (let fold = 0; fold < folds; fold++) {
    const held = images.filter((image) => foldOf[image] === fold);
    const others = images.filter((image) => foldOf[image] !== fold);
    if (held.length === 0) continue;
    const judged = await linearProbabilities(await fitLogisticRegression(rowsOf(scaled, others), penalty), rowsOf(scaled, held));
    held.forEach((image, row) => probabilities.set(judged.subarray(row * classes, (row + 1) * classes), image * classes));
  }
  return { classes, labels, probabilities };
}

/** Each class begins where the one before it ended, so that folds are as even as can be. */
function dealt(labels: Int32Array, { classes, folds }: { readonly classes: number; readonly folds: number }): Int32Array {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]! += 1;
  const next = counts.map((_, label) => counts.subarray(0, label).reduce((sum, count) => sum + count, 0));
  return labels.map((label) => next[label]!++ % folds);
}

function rowsOf({ features, width, labels, classes }: FeatureTable, images: readonly number[]): FeatureTable {
  const rows = new Float32Array(images.length * width);
  images.forEach((image, row) => rows.set(features.subarray(image * width, (image + 1) * width), row * width));
  return { features: rows, width, labels: Int32Array.from(images, (image) => labels[image]!), classes };
}

function standardised({ features, width }: Pick<FeatureTable, 'features' | 'width'>): Float32Array {
  const images = features.length / width;
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  for (const [index, value] of features.entries()) sums[index % width]! += value;
  const means = sums.map((sum) => sum / images);
  for (const [index, value] of features.entries()) squares[index % width]! += (value - means[index % width]!) ** 2;
  // A feature that never changes tells nothing, whatever it is divided by.
  const deviations = squares.map((sum) => Math.sqrt(sum / images) || 1);
  return features.map((value, index) => (value - means[index % width]!) / deviations[index % width]!);
}
