import { refuseUnknownOptions } from '@attune/errors';
import { type Network, breathe, evaluation, requireFiniteOutput, whenLoaded } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Split, requireSplit } from '../training-data.ts';
import { type FeatureSource, imageSource } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';
import { argMax, logSoftmax } from '../step/log-softmax.ts';

/** What a network makes of a split, image by image in the split's order. */
export interface Evaluation {
  /** Mean, in nats. */
  readonly loss: number;
  /** A fraction. */
  readonly accuracy: number;
  readonly count: number;
  /** [count], the class with the largest logit, the first of equal ones. */
  readonly predictions: Int32Array;
  /** [count], in nats. */
  readonly losses: Float64Array;
  /** [count · classes], softmax of the logits. */
  readonly probabilities: Float32Array;
  /** [count], log Σ exp(logit): large for images like those of training. */
  readonly energies: Float64Array;
}

export interface EvaluateOptions {
  /** Images per batch. Default: 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch with the images done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Runs a network over a split.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {TrainingDataError} when the split is incomplete.
 * @throws {NonFiniteOutputError} when a logit is not finite, naming the tensor.
 * @throws the signal's reason when it is aborted. */
export async function evaluate(network: Network, split: Split, options: EvaluateOptions = {}): Promise<Evaluation> {
  refuseUnknownOptions('evaluate', options, { batchSize: true, signal: true, onProgress: true } satisfies Record<keyof EvaluateOptions, true>);
  const { batchSize = 32, signal, onProgress } = options;
  requireSplit(split);
  await whenLoaded(network);
  const check = (images: tf.Tensor, rows: readonly Float32Array[]) => requireFiniteOutput(network, images as tf.Tensor4D, { what: 'logits', rows });
  const steps = evaluationSteps(network, imageSource(split, batchSize), { labels: split.labels, check });
  for (;;) {
    await breathe();
    signal?.throwIfAborted();
    const { done, value } = await steps.next();
    if (done === true) return value;
    onProgress?.(value);
  }
}

interface EvaluationStepsConfig {
  /** [size] of the source. */
  readonly labels: Int32Array;
  /** Sees each batch with the logits of its images, and may throw. */
  readonly check?: (features: tf.Tensor, rows: readonly Float32Array[]) => Promise<void>;
}

/** Runs the segments behind a source over all of its images, yielding the images done
 * after each batch. */
export async function* evaluationSteps(network: Network, source: FeatureSource, { labels, check }: EvaluationStepsConfig): AsyncGenerator<number, Evaluation> {
  const classes = network.classes;
  const predictions = new Int32Array(labels.length);
  const losses = new Float64Array(labels.length);
  const probabilities = new Float32Array(labels.length * classes);
  const energies = new Float64Array(labels.length);
  let done = 0;
  for await (const { features, indices } of source.inOrder()) {
    const logits = await logitsOf(network, features, source.depth);
    const rows = Array.from(indices, (_, place) => logits.subarray(place * classes, (place + 1) * classes));
    try {
      await check?.(features, rows);
    } finally {
      features.dispose();
    }
    indices.forEach((index, place) => {
      const row = rows[place]!;
      const logProbabilities = logSoftmax(row);
      predictions[index] = argMax(row);
      losses[index] = -logProbabilities[labels[index]!]!;
      energies[index] = row[0]! - logProbabilities[0]!;
      probabilities.set(logProbabilities.map(Math.exp), index * classes);
    });
    done += indices.length;
    yield done;
  }
  return { loss: mean(losses), accuracy: share(predictions, labels), count: labels.length, predictions, losses, probabilities, energies };
}

async function logitsOf(network: Network, features: tf.Tensor, depth: number): Promise<Float32Array> {
  const logits = tf.tidy(() => runLean(network.segments().slice(depth), features, evaluation));
  try {
    return await logits.data<'float32'>();
  } finally {
    logits.dispose();
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(predictions: Int32Array, labels: Int32Array): number {
  return predictions.reduce((right, prediction, index) => right + (prediction === labels[index] ? 1 : 0), 0) / labels.length;
}
