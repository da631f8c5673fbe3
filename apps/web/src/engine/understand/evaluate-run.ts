import type { EvaluationDataset } from '@attune/data/browser';
import { confusionMatrix, rankByLoss } from '@attune/insight';
import type { Network } from '@attune/nn';
import { evaluate } from '@attune/staged-finetune';

import type { EvaluationReport } from '../protocol.ts';

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
