import { refuseUnknownOptions } from '@attune/errors';
import { type ClassCentres, ClassMeans, type Network, evaluation, pooledFeatures, similarityToNearest, takeRows, whenLoaded } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { TrainingDataError } from '../errors.ts';
import { type FeatureSource, imageSource } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';
import { judgeOf } from '../task/judges.ts';
import { singleLabel } from '../task/task.ts';
import type { TrainingData } from '../training-data.ts';
import { evaluationSteps } from './evaluate.ts';
import { finished } from './finished.ts';
import { KeptEmbeddings } from './kept-embeddings.ts';
import type { Likeness } from './run-store.ts';
import { type Events, type OpenStage, type Run, told } from './run.ts';
import { likenessGoesOn } from './tell.ts';

/** Training images of each class that tell its centre: with 32 the mean's own error is a sixth of
 * their spread. */
const imagesPerClass = 32;

export interface LikenessOptions {
  /** Images that go through the network at once. Default: 32. */
  readonly batchSize?: number;
  /** Which training images tell. Default: 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

const likenessOptions = { batchSize: true, seed: true, signal: true } satisfies Record<keyof LikenessOptions, true>;

/** How like validation images are to up to {@link imagesPerClass} training images of each class, to
 * a network as it is now: as `fineTune` measures it at its end, for a run that ends before.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {TrainingDataError} where images have several labels, or numbers.
 * @throws the signal's reason, once it is aborted. */
export async function measureLikeness(network: Network, data: TrainingData, options: LikenessOptions = {}): Promise<Likeness> {
  refuseUnknownOptions('measureLikeness', options, likenessOptions);
  const { batchSize = 32, seed = 0, signal } = options;
  const { task = singleLabel } = data;
  if (task.kind !== 'single-label')
    throw new TrainingDataError([{ part: 'task', rule: `must be single-label: images of a ${task.kind} task have no one class` }]);
  await whenLoaded(network);
  return finished(likenessSteps({ network, data, seed, evaluationSize: batchSize, embeddings: null }), { signal });
}

/** Keeps the likeness of the best weights, which the network has on at the end of a run. It takes
 * many images through the network, and so is not measured after each epoch that is the best so far.
 *
 * @throws {StopRequest} between two batches, when the run is to be stopped. */
export async function* keepLikeness(run: Run): Events {
  const { network, data, state, store, fit, settings } = run;
  const { task = singleLabel } = data;
  if (store.saveLikeness === undefined || task.kind !== 'single-label' || state.likeness === 'kept') return;
  const steps = likenessSteps({ network, data, seed: settings.seed, evaluationSize: fit.evaluationSize, embeddings: state.likeness });
  await store.saveLikeness(network, yield* told(run, steps, likenessGoesOn));
}

/** Of weights that the stage at hand has on.
 *
 * @throws {StopRequest} as {@link keepLikeness}. */
export async function likenessInStage(open: OpenStage, embeddings: KeptEmbeddings): Promise<Likeness> {
  const { network, data, settings, fit } = open.run;
  const source = keepsEmbeddings(open) ? open.sources.train : imageSource(data.train, fit.evaluationSize);
  const centres = await finished(told(open.run, centresOf({ network, data, seed: settings.seed }, source), likenessGoesOn));
  return likenessTo(centres, embeddings);
}

/** Whether what the stage keeps is the embedding already, whatever its head has become: then
 * likeness costs next to nothing. */
export function keepsEmbeddings({ run: { network }, plan, sources: { train } }: OpenStage): boolean {
  return train.depth === network.segments().length - 1 && !plan.stage.augment;
}

interface Measured {
  readonly network: Network;
  readonly data: TrainingData;
  readonly seed: number;
}

interface LikenessWork extends Measured {
  readonly evaluationSize: number;
  /** Of the validation images, where the network has seen them already. */
  readonly embeddings: KeptEmbeddings | null;
}

async function* likenessSteps(work: LikenessWork): AsyncGenerator<LikenessProgress, Likeness, void> {
  const embeddings = work.embeddings ?? (yield* validationEmbeddings(work));
  return likenessTo(yield* centresOf(work, imageSource(work.data.train, work.evaluationSize)), embeddings);
}

async function* validationEmbeddings({ network, data, evaluationSize }: LikenessWork): AsyncGenerator<LikenessProgress, KeptEmbeddings, void> {
  const { classes, validation } = data;
  const embeddings = new KeptEmbeddings(validation.size);
  const judge = judgeOf(singleLabel, validation, classes.length);
  for await (const done of evaluationSteps(network, imageSource(validation, evaluationSize), { judge, onEmbedding: embeddings.see })) {
    yield { done, images: validation.size };
  }
  return embeddings;
}

function likenessTo(centres: ClassCentres, { rows }: KeptEmbeddings): Likeness {
  return { centres, similarities: Float64Array.from(rows, (row) => similarityToNearest(centres, row)) };
}

interface LikenessProgress {
  readonly done: number;
  readonly images: number;
}

/** Goes through training images in an order of its own, until there are enough of each class; the
 * size of a batch decides nothing. */
async function* centresOf({ network, data, seed }: Measured, source: FeatureSource): AsyncGenerator<LikenessProgress, ClassCentres, void> {
  const means = new ClassMeans(data.classes.length);
  const missing = imagesMissing(data.train.labels, data.classes.length);
  const images = missing.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for await (const { features, labels } of source.epoch({ augment: false, seed, epoch: 0 })) {
    const rows = await embeddingsOf(network, source.depth, features);
    for (const [place, label] of labels.entries()) {
      if (missing[label] === 0) continue;
      means.add(label, rows[place]!);
      missing[label]! -= 1;
      done += 1;
    }
    yield { done, images };
    if (done === images) break;
  }
  return means.centres();
}

/** Consumes the features. */
async function embeddingsOf(network: Network, depth: number, features: tf.Tensor): Promise<Float32Array[]> {
  const body = network.segments().slice(depth, -1);
  const embeddings = tf.tidy(() => pooledFeatures(runLean(body, features, evaluation)));
  features.dispose();
  return takeRows(embeddings);
}

function imagesMissing(labels: Int32Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => Math.min(count, imagesPerClass));
}
