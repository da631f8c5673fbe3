import { refuseUnknownOptions } from '@attune/errors';

import { type LabelledPredictions, predictedClasses } from './labelled-predictions.ts';

/** Images whose confidence lies in one stretch, from above `from` up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Means over the bin; 0 when it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** What a reliability diagram shows. */
export interface Calibration {
  /** Expected calibration error: Σ share of images · |accuracy − confidence| over the bins. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}

/** How far the probability of the predicted class can be taken at its word, in bins of equal width.
 *
 * Source: Naeini et al. 2015 (AAAI); Guo et al. 2017, arXiv:1706.04599, equation 3.
 * @throws {UnknownOptionError} when an option does not exist. */
export function calibration(predictions: LabelledPredictions, options: { readonly bins?: number } = {}): Calibration {
  refuseUnknownOptions('calibration', options, { bins: true });
  const { bins = 15 } = options;
  const { classes, labels, probabilities } = predictions;
  const sums = Array.from({ length: bins }, () => ({ images: 0, confidence: 0, right: 0 }));
  predictedClasses(predictions).forEach((predicted, image) => {
    const confidence = probabilities[image * classes + predicted]!;
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))]!;
    bin.images += 1;
    bin.confidence += confidence;
    bin.right += predicted === labels[image] ? 1 : 0;
  });
  const filled = sums.map(({ images, confidence, right }, index) => {
    const count = Math.max(1, images);
    return { from: index / bins, to: (index + 1) / bins, images, confidence: confidence / count, accuracy: right / count };
  });
  const error = filled.reduce((sum, bin) => sum + (bin.images / labels.length) * Math.abs(bin.accuracy - bin.confidence), 0);
  return { error, bins: filled };
}
