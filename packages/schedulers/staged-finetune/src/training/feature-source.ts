import { type Network, evaluation, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { Batch, BatchOptions, Split } from './data.ts';

/** Images after the first `depth` segments of a network. The tensor is the taker's to dispose. */
export interface FeatureBatch {
  readonly features: tf.Tensor;
  readonly labels: Int32Array;
  readonly indices: Int32Array;
}

/** A split as some depth of a network sees it: images at depth 0. */
export interface FeatureSource {
  readonly depth: number;
  /** The split in its own order, as evaluation sees it. */
  inOrder(): AsyncGenerator<FeatureBatch>;
  /** One shuffled epoch of training. */
  epoch(options: Omit<BatchOptions, 'batchSize' | 'shuffle'>): AsyncGenerator<FeatureBatch>;
}

/** The images themselves, read and transformed for every pass. */
export function imageSource(split: Split, batchSize: number): FeatureSource {
  async function* read(options: Omit<BatchOptions, 'batchSize'>): AsyncGenerator<FeatureBatch> {
    for await (const batch of split.batches({ ...options, batchSize })) yield { ...batch, features: imageTensor(batch) };
  }
  return { depth: 0, inOrder: () => read({}), epoch: (options) => read({ ...options, shuffle: true }) };
}

function imageTensor({ images, shape }: Batch): tf.Tensor4D {
  return tf.tensor4d(images, [...shape]);
}

export interface CacheConfig {
  readonly network: Network;
  readonly split: Split;
  readonly batchSize: number;
  /** Segments to compute once. */
  readonly depth: number;
  /** The most that the features may take, in bytes. */
  readonly budgetBytes: number;
}

/** Computes what the first segments make of every image, reporting the images done. Ends with a source that reads it from memory, or null when it does not fit the budget.
 *
 * The features are those of the evaluation transform, and equal to the bit what the segments give in any other batch, as long as the backend's algorithms do not depend on the batch. */
export async function* cacheFeatures({ network, split, batchSize, depth, budgetBytes }: CacheConfig): AsyncGenerator<number, FeatureSource | null> {
  const segments = network.segments().slice(0, depth);
  let rows: FeatureRows | null = null;
  let done = 0;
  for await (const { features, indices } of imageSource(split, batchSize).inOrder()) {
    const output = tf.tidy(() => runSegments(segments, features, evaluation));
    features.dispose();
    const values = await output.data<'float32'>();
    const shape = output.shape.slice(1);
    output.dispose();
    rows ??= allocate(split.size, shape, budgetBytes);
    if (rows === null) return null;
    for (const [place, index] of indices.entries()) rows.values.set(values.subarray(place * rows.length, (place + 1) * rows.length), index * rows.length);
    done += indices.length;
    yield done;
  }
  return rows === null ? null : cachedSource(split, batchSize, depth, rows);
}

interface FeatureRows {
  /** [images, length], in the split's order. */
  readonly values: Float32Array;
  /** Of one image's features, and how many numbers that is. */
  readonly shape: readonly number[];
  readonly length: number;
}

function allocate(images: number, shape: readonly number[], budgetBytes: number): FeatureRows | null {
  const length = shape.reduce((product, size) => product * size, 1);
  return images * length * Float32Array.BYTES_PER_ELEMENT > budgetBytes ? null : { values: new Float32Array(images * length), shape, length };
}

function cachedSource(split: Split, batchSize: number, depth: number, rows: FeatureRows): FeatureSource {
  async function* serve(options: Omit<BatchOptions, 'batchSize'>): AsyncGenerator<FeatureBatch> {
    for (const indices of split.batchIndices({ ...options, batchSize })) {
      yield { features: gather(rows, indices), labels: Int32Array.from(indices, (index) => split.labels[index]!), indices };
    }
  }
  return { depth, inOrder: () => serve({}), epoch: (options) => serve({ ...options, shuffle: true }) };
}

function gather({ values, shape, length }: FeatureRows, indices: Int32Array): tf.Tensor {
  const batch = new Float32Array(indices.length * length);
  indices.forEach((index, place) => batch.set(values.subarray(index * length, (index + 1) * length), place * length));
  return tf.tensor(batch, [indices.length, ...shape]);
}
