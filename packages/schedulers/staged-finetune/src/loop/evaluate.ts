import { refuseUnknownOptions } from '@attune/errors';
import { type Network, type Segment, evaluation, pooledFeatures, requireFiniteOutput, whenLoaded, takeRows } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Evaluation, type Judge, type TargetEvaluation, labelJudge, targetJudge } from '../task/judges.ts';
import type { Task } from '../task/task.ts';
import { type Split, requireSplit } from '../training-data.ts';
import { type FeatureSource, imageSource } from '../features/feature-source.ts';
import { finished } from './finished.ts';
import { runLean } from '../features/run-lean.ts';

export interface EvaluateOptions {
  /** Images per batch. Default: 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch with the images done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Sees what the network's head is given of each image, [C], by its place in the split. */
  readonly onEmbedding?: EmbeddingObserver | undefined;
}

const evaluateOptions = { batchSize: true, signal: true, onProgress: true, onEmbedding: true } satisfies Record<keyof EvaluateOptions, true>;

/** Runs a network over a split.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {TrainingDataError} when the split is incomplete.
 * @throws {NonFiniteOutputError} when a logit is not finite, naming the tensor.
 * @throws the signal's reason when it is aborted. */
export async function evaluate(network: Network, split: Split, options: EvaluateOptions = {}): Promise<Evaluation> {
  refuseUnknownOptions('evaluate', options, evaluateOptions);
  requireSplit(split);
  return judged(network, split, { ...options, judge: labelJudge(split.labels, network.classes) });
}

/** Runs a network over a split whose images have several labels, or numbers.
 *
 * @throws as {@link evaluate}. */
export async function evaluateTargets(
  network: Network,
  split: Split,
  { task, ...options }: EvaluateOptions & { readonly task: Exclude<Task, { kind: 'single-label' }> },
): Promise<TargetEvaluation> {
  refuseUnknownOptions('evaluateTargets', options, evaluateOptions);
  requireSplit(split, network.classes);
  return judged(network, split, { ...options, judge: targetJudge(task, split, network.classes) });
}

async function judged<Result>(
  network: Network,
  split: Split,
  { judge, batchSize = 32, signal, onProgress, onEmbedding }: EvaluateOptions & { readonly judge: Judge<Result> },
): Promise<Result> {
  await whenLoaded(network);
  const check = (images: tf.Tensor, rows: readonly Float32Array[]) => requireFiniteOutput(network, images as tf.Tensor4D, { what: 'logits', rows });
  return finished(evaluationSteps(network, imageSource(split, batchSize), { judge, check, onEmbedding }), { signal, onProgress });
}

interface EvaluationStepsConfig<Result> {
  readonly judge: Judge<Result>;
  /** Sees each batch with the outputs for its images, and may throw. */
  readonly check?: (features: tf.Tensor, rows: readonly Float32Array[]) => Promise<void>;
  /** Sees each image's embedding, [C]. */
  readonly onEmbedding?: EmbeddingObserver | undefined;
}

/** `index`: the image's place in the split. */
export type EmbeddingObserver = (index: number, embedding: Float32Array) => void;

/** Runs the segments behind a source over all of its images, yielding the images done
 * after each batch. */
export async function* evaluationSteps<Result>(
  network: Network,
  source: FeatureSource,
  { judge, check, onEmbedding }: EvaluationStepsConfig<Result>,
): AsyncGenerator<number, Result> {
  const segments = network.segments().slice(source.depth);
  let done = 0;
  for await (const { features, indices } of source.inOrder()) {
    const { rows, embeddings } = await outputsOf(segments, features, { embeds: onEmbedding !== undefined });
    try {
      await check?.(features, rows);
    } finally {
      features.dispose();
    }
    indices.forEach((index, place) => judge.see(index, rows[place]!));
    embeddings.forEach((embedding, place) => onEmbedding?.(indices[place]!, embedding));
    done += indices.length;
    yield done;
  }
  return judge.result();
}

interface Outputs {
  /** A row for each image. */
  readonly rows: readonly Float32Array[];
  /** The same; none where they were not asked for. */
  readonly embeddings: readonly Float32Array[];
}

/** What the last segments make of features, and what the very last is given, in one pass. */
async function outputsOf(segments: readonly Segment[], features: tf.Tensor, { embeds }: { readonly embeds: boolean }): Promise<Outputs> {
  const [outputs, embeddings] = tf.tidy(() => {
    const seen = runLean(segments.slice(0, -1), features, evaluation);
    return [runLean(segments.slice(-1), seen, evaluation) as tf.Tensor2D, ...(embeds ? [pooledFeatures(seen)] : [])] as const;
  });
  return { rows: await takeRows(outputs), embeddings: embeddings === undefined ? [] : await takeRows(embeddings) };
}
