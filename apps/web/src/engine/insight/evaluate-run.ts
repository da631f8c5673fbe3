import type { EvaluationDataset } from '@attune/data/browser';
import { confusionMatrix, rankByLoss } from '@attune/insight';
import type { Network } from '@attune/nn';
import type { Task } from '@attune/run';
import { evaluate, evaluateTargets, labelFigures, numberFigures, overallFigures } from '@attune/staged-finetune';

import type { EvaluationReport, TargetReport } from '../protocol/insight.ts';

interface EvaluateRunOptions {
  /** The photo at a path. */
  readonly idAt: ReadonlyMap<string, string>;
  readonly batchSize: number;
  /** Images that were held back too, of classes that the network does not have. */
  readonly strangers: number;
}

/** Judges the images that were held back. */
export async function evaluateRun(
  network: Network,
  { images, classes }: EvaluationDataset,
  { idAt, batchSize, strangers }: EvaluateRunOptions,
): Promise<EvaluationReport> {
  const { accuracy, loss, losses, predictions, probabilities } = await evaluate(network, images, { batchSize });
  const judged = { classes: classes.length, labels: images.labels, probabilities };
  return {
    task: 'single-label',
    classes,
    accuracy,
    loss,
    strangers,
    confusion: confusionMatrix(images.labels, predictions, classes.length),
    predictions: rankByLoss(judged, { most: images.size }).map((image) => ({
      imageId: idAt.get(images.nameOf(image)) ?? '',
      label: images.labels[image]!,
      predicted: predictions[image]!,
      probability: probabilities[image * classes.length + predictions[image]!]!,
      loss: losses[image]!,
    })),
  };
}

interface EvaluateTargetsOptions extends EvaluateRunOptions {
  readonly task: Exclude<Task, { kind: 'single-label' }>;
  /** From which probability on an image has each class; 0.5 when null. */
  readonly thresholds: readonly number[] | null;
}

/** The same of a network that tells several labels, or numbers. */
export async function evaluateTargetRun(
  network: Network,
  { images, classes }: EvaluationDataset,
  { task, thresholds, idAt, batchSize }: EvaluateTargetsOptions,
): Promise<TargetReport> {
  const judged = await evaluateTargets(network, images, { task, batchSize });
  const { outputs, targets, width, loss, losses } = judged;
  const order = Array.from(losses.keys()).sort((a, b) => losses[b]! - losses[a]!);
  const rowOf = (values: Float32Array, image: number) => [...values.subarray(image * width, (image + 1) * width)];
  const hasLabels = task.kind === 'multi-label';
  return {
    task: task.kind,
    classes,
    loss,
    figures: overallFigures[task.kind](judged, thresholds ?? undefined),
    labels: hasLabels ? labelFigures(judged, thresholds ?? undefined) : [],
    numbers: hasLabels ? [] : numberFigures(judged),
    predictions: order.map((image) => ({
      imageId: idAt.get(images.nameOf(image)) ?? '',
      loss: losses[image]!,
      truth: rowOf(targets, image),
      said: rowOf(outputs, image),
    })),
  };
}
