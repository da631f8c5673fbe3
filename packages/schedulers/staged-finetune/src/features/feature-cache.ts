import { type Network, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { BatchOptions, Split } from '../training-data.ts';
import { type FeatureRows, type FeatureSpill, rowsInMemory, rowsSpilled } from './feature-rows.ts';
import { type FeatureBatch, type FeatureSource, imageBatches } from './feature-source.ts';
import type { KnownFeatures } from './known-features.ts';
import { runLean } from './run-lean.ts';
import { type Waited, arrived } from './waiting.ts';

export interface CacheConfig {
  readonly network: Network;
  readonly split: Split;
  readonly batchSize: number;
  /** Images that are computed at once. */
  readonly evaluationSize: number;
  /** Segments to compute once. */
  readonly depth: number;
  /** Augmented views to keep; null for the images as evaluation sees them. */
  readonly views: number | null;
  readonly seed: number;
  /** Of images as evaluation sees them, at this depth: they are not computed again. */
  readonly known: KnownFeatures | null;
  /** The most that the features may take in memory, in bytes. */
  readonly budgetBytes: number;
  /** Where they go when they take more. */
  readonly spill: FeatureSpill | null;
  /** Told of the time that images, or features on a disk, take to arrive. */
  readonly waited: Waited;
}

/** How far a cache is filled. */
export interface CacheProgress {
  /** Of all views. */
  readonly done: number;
  readonly images: number;
  readonly bytes: number;
  readonly place: 'memory' | 'disk';
}

/** Computes what the first segments make of every image, reporting the images done. Ends with a
 * source that reads it back, or null when it fits neither the budget nor the spill.
 *
 * The features are equal to the bit to what the segments give in any other batch, as long as the
 * backend's algorithms do not depend on the batch. */
export async function* cacheFeatures(config: CacheConfig): AsyncGenerator<CacheProgress, FeatureSource | null> {
  const { network, split, depth, known } = config;
  const segments = network.segments().slice(0, depth);
  const images = split.size * (config.views ?? 1);
  const isKnown = new Set(known?.rows.keys());
  let [kept, done, full]: [Kept | null, number, boolean] = [null, 0, false];
  try {
    if (known !== null) {
      kept = await makeRoom(config, images, known.shape);
      if (kept === null) return null;
      await takeOver(known, kept.rows);
      done = isKnown.size;
      yield progressOf(kept, { done, images });
    }
    for await (const { view, features, indices } of done < images ? imagesLeft(config, isKnown) : []) {
      const output = tf.tidy(() => runLean(segments, features, evaluation));
      features.dispose();
      const shape = output.shape.slice(1);
      const values = await output.data<'float32'>();
      output.dispose();
      kept ??= await makeRoom(config, images, shape);
      if (kept === null) return null;
      const { rows, length } = kept;
      for (const [place, index] of indices.entries()) await rows.write(view * split.size + index, values.subarray(place * length, (place + 1) * length));
      done += indices.length;
      yield progressOf(kept, { done, images });
    }
    full = true;
  } finally {
    if (!full) await kept?.rows.close();
  }
  return kept === null ? null : cachedSource(config, kept);
}

/** What is kept, in the split's order, view after view. */
interface Kept {
  readonly rows: FeatureRows;
  readonly place: CacheProgress['place'];
  /** Of one image's features, and how many numbers that is. */
  readonly shape: readonly number[];
  readonly length: number;
}

function progressOf({ length, place }: Kept, { done, images }: Pick<CacheProgress, 'done' | 'images'>): CacheProgress {
  return { done, images, bytes: images * length * Float32Array.BYTES_PER_ELEMENT, place };
}

async function takeOver({ rows: known }: KnownFeatures, rows: FeatureRows): Promise<void> {
  for (const [index, values] of known) {
    await rows.write(index, values);
    known.delete(index);
  }
}

/** Every view of the images that are not known. */
async function* imagesLeft(config: CacheConfig, isKnown: ReadonlySet<number>): ReturnType<typeof everyView> {
  for await (const { features, indices, ...batch } of everyView(config)) {
    const places = [...indices.keys()].filter((place) => !isKnown.has(indices[place]!));
    const left = places.length === indices.length ? features : tf.gather(features, places);
    if (left !== features) features.dispose();
    if (places.length > 0) yield { ...batch, features: left, indices: indices.filter((index) => !isKnown.has(index)) };
    else left.dispose();
  }
}

async function* everyView({ split, evaluationSize: batchSize, views, seed, waited }: CacheConfig): AsyncGenerator<FeatureBatch & { readonly view: number }> {
  const passes: readonly BatchOptions[] =
    views === null ? [{ batchSize }] : Array.from({ length: views }, (_, view) => ({ batchSize, augment: true, seed, view }));
  for (const [view, options] of passes.entries()) for await (const batch of imageBatches(split, options, waited)) yield { ...batch, view };
}

async function makeRoom({ budgetBytes, spill }: CacheConfig, images: number, shape: readonly number[]): Promise<Kept | null> {
  const length = shape.reduce((product, size) => product * size, 1);
  const numbers = images * length;
  if (numbers * Float32Array.BYTES_PER_ELEMENT <= budgetBytes) return { rows: rowsInMemory(images, length), place: 'memory', shape, length };
  const spilled = (await spill?.open(numbers)) ?? null;
  return spilled === null ? null : { rows: rowsSpilled(spilled, length), place: 'disk', shape, length };
}

function cachedSource({ split, batchSize, depth, views, waited }: CacheConfig, { rows, shape }: Kept): FeatureSource {
  async function* serve(options: Omit<BatchOptions, 'batchSize'>): AsyncGenerator<FeatureBatch> {
    const view = views === null ? 0 : (options.view ?? 0);
    for (const indices of split.batchIndices({ ...options, batchSize })) {
      const values = await arrived(rows.read(indices.map((index) => view * split.size + index)), waited);
      yield { features: tf.tensor(values, [indices.length, ...shape]), labels: Int32Array.from(indices, (index) => split.labels[index]!), indices };
    }
  }
  return { depth, inOrder: () => serve({}), epoch: (options) => serve({ ...options, shuffle: true }), close: () => rows.close() };
}
