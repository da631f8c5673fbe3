import type { ImageDataset } from '@attune/data';
import { disposeModule } from '@attune/nn';
import { fineTune, parseRecipe, withBatchNorm } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

/** A training that can be described to a page and to Node alike. */
export interface TrainingTask {
  readonly backend: string;
  readonly threads: number;
  /** Below the dataset's root. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** The text of a recipe file. */
  readonly recipe: string;
  readonly imageSize: number;
  readonly batchSize: number;
  /** One after the other in one worker. Default: 1. */
  readonly trainings?: number;
}

export interface TrainedLosses {
  /** Of each step, then the validation loss of each epoch. */
  readonly steps: readonly number[];
  readonly validation: readonly number[];
  /** From one step to the next. */
  readonly stepMilliseconds: readonly number[];
  /** When all is over: of tensors, and of the backend as a whole where it says. */
  readonly tensors: number;
  readonly bytes: number;
}

export interface TrainedInPage {
  readonly backend: string;
  readonly threads: number;
  readonly runs: readonly TrainedLosses[];
}

/** Trains a ResNet-20 with attention from chance, on the backend that is current. */
export async function trainOn(dataset: ImageDataset, { recipe, batchSize }: Pick<TrainingTask, 'recipe' | 'batchSize'>): Promise<TrainedLosses> {
  const network = buildModel({
    architecture: 'resnet20',
    classes: dataset.classes.length,
    attention: 'identity',
    reduction: 16,
    placement: 'after-block',
    seed: 1,
  });
  const [steps, validation, stepMilliseconds]: [number[], number[], number[]] = [[], [], []];
  let before = performance.now();
  for await (const event of fineTune(network, dataset, withBatchNorm(parseRecipe(recipe), 'update'), { batchSize, seed: 1 })) {
    if (event.kind === 'step') {
      steps.push(event.loss);
      stepMilliseconds.push(performance.now() - before);
    }
    before = event.kind === 'step' ? performance.now() : before;
    if (event.kind === 'epoch-end') validation.push(event.result.validationLoss);
  }
  disposeModule(network);
  const { numTensors, numBytes } = tf.memory();
  return { steps, validation, stepMilliseconds, tensors: numTensors, bytes: numBytes };
}
