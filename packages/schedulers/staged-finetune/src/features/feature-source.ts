import * as tf from '@tensorflow/tfjs-core';

import type { BatchMix, BatchOptions, Split } from '../training-data.ts';
import { type Waited, timed } from './waiting.ts';

/** Images after the first `depth` segments of a network. The tensor is the taker's to dispose. */
export interface FeatureBatch {
  readonly features: tf.Tensor;
  readonly labels: Int32Array;
  readonly indices: Int32Array;
  readonly mix?: BatchMix | undefined;
}

/** A split as some depth of a network sees it: images at depth 0. */
export interface FeatureSource {
  readonly depth: number;
  /** The split in its own order, as evaluation sees it. */
  inOrder(): AsyncGenerator<FeatureBatch>;
  /** One shuffled epoch of training. */
  epoch(options: Omit<BatchOptions, 'batchSize' | 'shuffle'>): AsyncGenerator<FeatureBatch>;
  /** Frees what the source keeps. */
  close(): Promise<void> | void;
}

/** The images themselves, read and transformed for every pass. */
export function imageSource(split: Split, batchSize: number, waited: Waited = ignore): FeatureSource {
  return {
    depth: 0,
    inOrder: () => imageBatches(split, { batchSize }, waited),
    epoch: (options) => imageBatches(split, { ...options, batchSize, shuffle: true }, waited),
    close() {},
  };
}

export async function* imageBatches(split: Split, options: BatchOptions, waited: Waited): AsyncGenerator<FeatureBatch> {
  for await (const batch of timed(split.batches(options), waited)) yield { ...batch, features: tf.tensor4d(batch.images, [...batch.shape]) };
}

function ignore(): void {}
