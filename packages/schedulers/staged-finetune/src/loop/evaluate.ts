import { refuseUnknownOptions } from '@attune/errors';
import { type Network, breathe, evaluation, requireFiniteOutput, whenLoaded } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Evaluation, type Judge, type TargetEvaluation, labelJudge, targetJudge } from '../task/judges.ts';
import type { Task } from '../task/task.ts';
import { type Split, requireSplit } from '../training-data.ts';
import { type FeatureSource, imageSource } from '../features/feature-source.ts';
import { runLean } from '../features/run-lean.ts';

export interface EvaluateOptions {
  /** Images per batch. Default: 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch with the images done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

const evaluateOptions = { batchSize: true, signal: true, onProgress: true } satisfies Record<keyof EvaluateOptions, true>;

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
  { judge, batchSize = 32, signal, onProgress }: EvaluateOptions & { readonly judge: Judge<Result> },
): Promise<Result> {
  await whenLoaded(network);
  const check = (images: tf.Tensor, rows: readonly Float32Array[]) => requireFiniteOutput(network, images as tf.Tensor4D, { what: 'logits', rows });
  const steps = evaluationSteps(network, imageSource(split, batchSize), { judge, check });
  for (;;) {
    await breathe();
    signal?.throwIfAborted();
    const { done, value } = await steps.next();
    if (done === true) return value;
    onProgress?.(value);
  }
}

interface EvaluationStepsConfig<Result> {
  readonly judge: Judge<Result>;
  /** Sees each batch with the outputs for its images, and may throw. */
  readonly check?: (features: tf.Tensor, rows: readonly Float32Array[]) => Promise<void>;
}

/** Runs the segments behind a source over all of its images, yielding the images done
 * after each batch. */
export async function* evaluationSteps<Result>(
  network: Network,
  source: FeatureSource,
  { judge, check }: EvaluationStepsConfig<Result>,
): AsyncGenerator<number, Result> {
  const { classes } = network;
  let done = 0;
  for await (const { features, indices } of source.inOrder()) {
    const outputs = await outputsOf(network, features, source.depth);
    const rows = Array.from(indices, (_, place) => outputs.subarray(place * classes, (place + 1) * classes));
    try {
      await check?.(features, rows);
    } finally {
      features.dispose();
    }
    indices.forEach((index, place) => judge.see(index, rows[place]!));
    done += indices.length;
    yield done;
  }
  return judge.result();
}

async function outputsOf(network: Network, features: tf.Tensor, depth: number): Promise<Float32Array> {
  const outputs = tf.tidy(() => runLean(network.segments().slice(depth), features, evaluation));
  try {
    return await outputs.data<'float32'>();
  } finally {
    outputs.dispose();
  }
}
