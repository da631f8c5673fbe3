import { type Network, breathe, evaluation, pooledFeatures, takeRows } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { KnownFeatures } from '../features/known-features.ts';
import { runLean } from '../features/run-lean.ts';
import { fittingImages, imageShape } from '../memory/fit-batches.ts';
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
  readonly onProgress?: ((done: number, images: number) => void) | undefined;
  /** Whether the features are given as they are too, maps and all. */
  readonly keeps: boolean;
}

/** What the head of a network is given of training images that nothing has augmented; maps as the
 * mean over their positions. An order that shows an image twice shows it once. */
export async function headFeatures(
  network: Network,
  train: Split,
  { images, batchSize, seed, signal, gauge, onProgress, keeps }: HeadFeatureOptions,
): Promise<HeadFeatures & { readonly known: KnownFeatures | null }> {
  const body = network.segments().slice(0, -1);
  const rows = new Map<number, Float32Array>();
  const most = Math.min(images, train.size);
  let known: KnownFeatures | null = null;
  if (most === 0) return { rows: [], labels: [], known };
  // What the gauge computes of a map takes as much memory as the map.
  const fitting = fittingImages(network, await imageShape(train), { most: Math.min(batchSize, most), copies: 2 });
  for await (const batch of train.batches({ batchSize: fitting, shuffle: true, augment: false, seed, epoch: 0 })) {
    await breathe();
    signal?.throwIfAborted();
    const { indices, pixels, shape } = unseen(batch, { seen: rows, most: most - rows.size });
    if (indices.length === 0) continue;
    const features = await gauge.look(() => tf.tidy(() => runLean(body, tf.tensor4d(pixels, shape), evaluation)));
    const means = tf.tidy(() => pooledFeatures(features));
    await keepRows(rows, indices, means);
    if (keeps) {
      known ??= { depth: body.length, shape: features.shape.slice(1), rows: new Map() };
      await keepRows(known.rows, indices, features);
    }
    tf.dispose([features, means]);
    onProgress?.(rows.size, most);
    if (rows.size === most) break;
  }
  return { rows: [...rows.values()], labels: Array.from(rows.keys(), (index) => train.labels[index]!), known };
}

interface Unseen {
  readonly indices: readonly number[];
  readonly pixels: Float32Array;
  readonly shape: [number, number, number, number];
}

/** The images of a batch that are new, each once. */
function unseen(
  { images, shape: [size, ...image], indices: all }: Batch,
  { seen, most }: { readonly seen: ReadonlyMap<number, unknown>; readonly most: number },
): Unseen {
  const indices = [...new Set(all)].filter((index) => !seen.has(index)).slice(0, most);
  const length = images.length / size;
  const pixels = new Float32Array(indices.length * length);
  for (const [place, index] of indices.entries()) {
    const from = all.indexOf(index) * length;
    pixels.set(images.subarray(from, from + length), place * length);
  }
  return { indices, pixels, shape: [indices.length, ...image] };
}

/** What was computed of these images, flat; the tensor stays. */
async function keepRows(kept: Map<number, Float32Array>, indices: readonly number[], computed: tf.Tensor): Promise<void> {
  const rows = await takeRows(tf.reshape<tf.Rank.R2>(computed, [indices.length, -1]));
  for (const [place, index] of indices.entries()) kept.set(index, rows[place]!);
}

/** Strengths of the ridge, of which the best counts. */
const ridges = [0.01, 0.1, 1];

/** Which share of the images a linear classifier of all the others gets right: how far the features
 * separate the classes. 0 of a single image.
 *
 * Ridge regression of the classes' indicators on standardised features, with an intercept that is
 * not shrunk; leaving one image out needs no fit of its own: with A = (K + λ)⁻¹ its residual is
 * (A·Y)ᵢ / (Aᵢᵢ − 1/(N·λ)). The 1/(N·λ) is the image's share in the means, of features and of
 * indicators: left in, it tells the image's own label, all of it where there are few images of many
 * features.
 * Source: Golub, Heath and Wahba 1979, equation 2.1, in its dual form. */
export function leaveOneOutAccuracy({ rows, labels }: HeadFeatures): number {
  if (rows.length < 2) return 0;
  const kernel = kernelOf(standardised(rows));
  const targets = centred(labels);
  return Math.max(...ridges.map((ridge) => shareRight({ inverse: invert(withRidge(kernel, ridge), rows.length), ridge }, targets, labels)));
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

interface Fit {
  /** [N, N]: of the kernel with its ridge. */
  readonly inverse: Float64Array;
  readonly ridge: number;
}

function shareRight(fit: Fit, targets: ReturnType<typeof centred>, labels: readonly number[]): number {
  const right = labels.filter((label, image) => {
    const scores = targets.map(({ mean, target }) => mean + target[image]! - residual(fit, target, image));
    return targets[scores.indexOf(Math.max(...scores))]!.label === label;
  });
  return right.length / labels.length;
}

function residual({ inverse, ridge }: Fit, target: Float64Array, image: number): number {
  const count = target.length;
  let product = 0;
  for (let other = 0; other < count; other++) product += inverse[image * count + other]! * target[other]!;
  return product / (inverse[image * count + image]! - 1 / (count * ridge));
}
