import type { BatchPart } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { FeatureBatch } from '../features/feature-source.ts';
import { replayed } from './replayed.ts';

/** Images of one batch that go forward and backward together. */
export interface Part {
  readonly images: FeatureBatch;
  /** Undefined for a whole batch. */
  readonly place: BatchPart | undefined;
  /** What chance draws in the segments before the gradient tape, and on it: every part of a batch
   * is given the same numbers. */
  readonly random: { readonly untaped: () => number; readonly taped: () => number };
}

/** A batch in parts of at most `size` images, as even as can be. Consumes the batch's features when
 * it cuts them. */
export function partsOf(batch: FeatureBatch, { size, random }: { readonly size: number; readonly random: () => number }): Part[] {
  const of = batch.labels.length;
  if (of <= size) return [{ images: batch, place: undefined, random: { untaped: random, taped: random } }];
  const [untaped, taped] = [replayed(random), replayed(random)];
  const length = Math.ceil(of / Math.ceil(of / size));
  const starts = Array.from({ length: Math.ceil(of / length) }, (_, index) => index * length);
  const parts = starts.map((first) => ({ images: cut(batch, first, length), place: { first, of }, random: { untaped: untaped(), taped: taped() } }));
  batch.features.dispose();
  return parts;
}

function cut({ features, labels, indices, mix }: FeatureBatch, first: number, length: number): FeatureBatch {
  const end = Math.min(first + length, labels.length);
  const [, ...rest] = features.shape;
  return {
    features: tf.slice(features, [first, ...rest.map(() => 0)], [end - first, ...rest]),
    labels: labels.subarray(first, end),
    indices: indices.subarray(first, end),
    ...(mix !== undefined && { mix: { partnerLabels: mix.partnerLabels.subarray(first, end), weight: mix.weight.subarray(first, end) } }),
  };
}
