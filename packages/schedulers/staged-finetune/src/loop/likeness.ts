import { type ClassCentres, ClassMeans, evaluation, pooledFeatures, similarityToNearest, takeRows } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type FeatureSource, imageSource } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';
import type { EmbeddingObserver } from './evaluate.ts';
import type { Likeness } from './run-store.ts';
import { type OpenStage, throwIfStopped } from './run.ts';

/** Training images of each class that tell its centre: with 32 the mean's own error is a sixth of
 * their spread. */
const imagesPerClass = 32;

/** Validation images whose embeddings are kept, and tell from what similarity on an image is
 * known. */
const most = 4096;

/** Embeddings of some of the images of a split, evenly spaced. */
export class KeptEmbeddings {
  readonly rows: Float32Array[] = [];
  readonly #stride: number;

  constructor(images: number) {
    this.#stride = Math.ceil(images / most);
  }

  readonly see: EmbeddingObserver = (index, embedding) => {
    if (index % this.#stride === 0) this.rows.push(embedding);
  };
}

/** Centres of the classes, and how near to them validation images lie.
 *
 * @throws {StopRequest} between two batches, when the run is to be stopped. */
export async function measureLikeness(open: OpenStage, { rows }: KeptEmbeddings): Promise<Likeness> {
  const centres = await measureCentres(open);
  return { centres, similarities: Float64Array.from(rows, (row) => similarityToNearest(centres, row)) };
}

/** Goes through training images in an order of its own, until there are enough of each class. */
async function measureCentres(open: OpenStage): Promise<ClassCentres> {
  const { run } = open;
  const { network, data, settings } = run;
  const means = new ClassMeans(data.classes.length);
  const missing = imagesMissing(data.train.labels, data.classes.length);
  const source = cheapestSource(open);
  const body = network.segments().slice(source.depth, -1);
  for await (const { features, labels } of source.epoch({ augment: false, seed: settings.seed, epoch: 0 })) {
    const embeddings = tf.tidy(() => pooledFeatures(runLean(body, features, evaluation)));
    features.dispose();
    const rows = await takeRows(embeddings);
    for (const [place, label] of labels.entries()) {
      means.add(label, rows[place]!);
      missing[label]! -= 1;
    }
    if (missing.every((left) => left <= 0)) break;
    await throwIfStopped(run);
  }
  return means.centres();
}

function imagesMissing(labels: Int32Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => Math.min(count, imagesPerClass));
}

/** What a stage keeps before the head is the embedding already, where no augmentation is in it. */
function cheapestSource({ run: { network, data, fit }, plan, sources: { train } }: OpenStage): FeatureSource {
  const isEmbedding = train.depth === network.segments().length - 1 && !plan.stage.augment;
  return isEmbedding ? train : imageSource(data.train, fit.evaluationSize);
}
