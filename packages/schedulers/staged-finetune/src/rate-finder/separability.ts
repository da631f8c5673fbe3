import { type Network, breathe, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { runLean } from '../features/run-lean.ts';
import type { Batch, Split } from '../training-data.ts';
import type { ShiftGauge } from './image-shift.ts';

/** What a network's last layer is given of some images. */
export interface HeadFeatures {
  /** Of each image, [C]. */
  readonly rows: readonly Float32Array[];
  readonly labels: readonly number[];
}

export interface HeadFeatureOptions {
  /** The most images, in the order of the seed. */
  readonly images: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** Looks at each pass. */
  readonly gauge: Pick<ShiftGauge, 'look'>;
}

/** What the head of a network is given of training images that nothing has augmented; maps as the
 * mean over their positions. */
export async function headFeatures(network: Network, train: Split, options: HeadFeatureOptions): Promise<HeadFeatures> {
  const { images, batchSize, seed, signal, gauge } = options;
  const body = network.segments().slice(0, -1);
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  for await (const batch of train.batches({ batchSize: Math.min(batchSize, images), shuffle: true, augment: false, seed, epoch: 0 })) {
    await breathe();
    signal?.throwIfAborted();
    const { pixels, shape, count } = firstOf(batch, images - rows.length);
    const features = await gauge.look(() => tf.tidy(() => vectors(runLean(body, tf.tensor4d(pixels, shape), evaluation))));
    const values = await features.data<'float32'>();
    features.dispose();
    const width = values.length / count;
    for (let image = 0; image < count; image++) rows.push(values.slice(image * width, (image + 1) * width));
    labels.push(...batch.labels.subarray(0, count));
    if (rows.length === images) break;
  }
  return { rows, labels };
}

function firstOf({ images, shape: [size, ...image] }: Batch, most: number) {
  const count = Math.min(size, most);
  return { count, pixels: images.subarray(0, (images.length / size) * count), shape: [count, ...image] as [number, number, number, number] };
}

/** [N, C]. */
function vectors(features: tf.Tensor): tf.Tensor2D {
  return features.rank === 4 ? tf.mean<tf.Tensor2D>(features, [1, 2]) : tf.reshape(features, [features.shape[0]!, -1]);
}

/** Strengths of the ridge, of which the best counts. */
const ridges = [0.01, 0.1, 1];

/** Which share of the images a linear classifier of all the others gets right: how far the features
 * separate the classes.
 *
 * Ridge regression of the classes' indicators on standardised features; leaving one image out needs
 * no fit of its own: with A = (K + λ)⁻¹ its residual is (A·Y)ᵢ / Aᵢᵢ.
 * Source: Golub, Heath and Wahba 1979, equation 2.1, in its dual form. */
export function leaveOneOutAccuracy({ rows, labels }: HeadFeatures): number {
  if (rows.length === 0) return 0;
  const kernel = kernelOf(standardised(rows));
  const targets = centred(labels);
  return Math.max(...ridges.map((ridge) => shareRight(invert(withRidge(kernel, ridge), rows.length), targets, labels)));
}

/** Columns with mean 0 and variance 1; those that do not vary are left out. */
function standardised(rows: readonly Float32Array[]): Float64Array[] {
  const count = rows.length;
  const columns = Array.from({ length: rows[0]!.length }, (_, column) => {
    const mean = rows.reduce((sum, row) => sum + row[column]!, 0) / count;
    const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[column]! - mean) ** 2, 0) / count);
    return { column, mean, deviation };
  }).filter(({ deviation }) => deviation > 0);
  return rows.map((row) => Float64Array.from(columns, ({ column, mean, deviation }) => (row[column]! - mean) / deviation));
}

/** [N, N]: products of rows over their length, so that the diagonal is 1 on average. */
function kernelOf(rows: readonly Float64Array[]): Float64Array {
  const [count, width] = [rows.length, Math.max(1, rows[0]!.length)];
  const kernel = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k < rows[i]!.length; k++) product += rows[i]![k]! * rows[j]![k]!;
      kernel[i * count + j] = kernel[j * count + i] = product / width;
    }
  }
  return kernel;
}

/** Of each class, [N]: its indicator with mean 0. */
function centred(labels: readonly number[]): { readonly label: number; readonly mean: number; readonly target: Float64Array }[] {
  return [...new Set(labels)].map((label) => {
    const mean = labels.filter((other) => other === label).length / labels.length;
    return { label, mean, target: Float64Array.from(labels, (other) => Number(other === label) - mean) };
  });
}

function withRidge(kernel: Float64Array, ridge: number): Float64Array {
  const count = Math.sqrt(kernel.length);
  return kernel.map((value, index) => (index % (count + 1) === 0 ? value + ridge : value));
}

/** The inverse of a positive definite matrix, by Gauss and Jordan without pivots, in its place. */
function invert(matrix: Float64Array, count: number): Float64Array {
  for (let pivot = 0; pivot < count; pivot++) {
    const scale = 1 / matrix[pivot * count + pivot]!;
    matrix[pivot * count + pivot] = 1;
    for (let column = 0; column < count; column++) matrix[pivot * count + column]! *= scale;
    for (let row = 0; row < count; row++) {
      const factor = matrix[row * count + pivot]!;
      if (row === pivot || factor === 0) continue;
      matrix[row * count + pivot] = 0;
      for (let column = 0; column < count; column++) matrix[row * count + column]! -= factor * matrix[pivot * count + column]!;
    }
  }
  return matrix;
}

function shareRight(inverse: Float64Array, targets: ReturnType<typeof centred>, labels: readonly number[]): number {
  const right = labels.filter((label, image) => {
    const scores = targets.map(({ mean, target }) => mean + target[image]! - residual(inverse, target, image));
    return targets[scores.indexOf(Math.max(...scores))]!.label === label;
  });
  return right.length / labels.length;
}

function residual(inverse: Float64Array, target: Float64Array, image: number): number {
  const count = target.length;
  let product = 0;
  for (let other = 0; other < count; other++) product += inverse[image * count + other]! * target[other]!;
  return product / inverse[image * count + image]!;
}
