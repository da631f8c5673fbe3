import { embed } from '@attune/classifier';
import { type Preprocessing, decodeImageFile, preprocess } from '@attune/data/browser';
import { findLabelErrors, outOfFold } from '@attune/insight';
import type { Network } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { HeldPhoto } from '../photos/photo.ts';
import type { SuspectLabel } from '../protocol/insight.ts';

export interface SuspectLabelOptions {
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly batchSize: number;
  readonly onProgress: (done: number, total: number) => void;
}

/** Photos whose labels are probably wrong, the surest first, as `attune clean` finds them. */
export async function suspectLabels(network: Network, photos: readonly HeldPhoto[], options: SuspectLabelOptions): Promise<SuspectLabel[]> {
  const { classes } = options;
  const labels = Int32Array.from(photos, ({ className }) => classes.indexOf(className));
  const rows = await featuresOf(network, photos, options);
  const width = rows[0]?.length ?? 0;
  const features = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) features.set(row, index * width);
  const errors = findLabelErrors(await outOfFold({ features, width, labels, classes: classes.length }));
  return errors.map(({ image, label, suggested, suggestedProbability }) => ({
    imageId: photos[image]!.id,
    className: classes[label]!,
    suggested: classes[suggested]!,
    probability: suggestedProbability,
  }));
}

async function featuresOf(
  network: Network,
  photos: readonly HeldPhoto[],
  { preprocessing, batchSize, onProgress }: SuspectLabelOptions,
): Promise<Float32Array[]> {
  const { imageSize } = preprocessing;
  const features: Float32Array[] = [];
  for (let first = 0; first < photos.length; first += batchSize) {
    const batch = photos.slice(first, first + batchSize);
    const seen = await Promise.all(batch.map(async ({ file }) => preprocess(await decodeImageFile(file), preprocessing)));
    const pixels = new Float32Array(batch.length * imageSize ** 2 * 3);
    for (const [index, one] of seen.entries()) pixels.set(one, index * one.length);
    const input = tf.tensor4d(pixels, [batch.length, imageSize, imageSize, 3]);
    try {
      features.push(...(await embed(network, input)));
    } finally {
      input.dispose();
    }
    onProgress(features.length, photos.length);
  }
  return features;
}
