import type { ImageDataset } from '@attune/data';
import { disposeModule } from '@attune/nn';
import { fineTune, parseRecipe, withBatchNorm } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';

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
}

export interface TrainedLosses {
  /** Of each step, then the validation loss of each epoch. */
  readonly steps: readonly number[];
  readonly validation: readonly number[];
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
  const [steps, validation]: [number[], number[]] = [[], []];
  for await (const event of fineTune(network, dataset, withBatchNorm(parseRecipe(recipe), 'update'), { batchSize, seed: 1 })) {
    if (event.kind === 'step') steps.push(event.loss);
    if (event.kind === 'epoch-end') validation.push(event.result.validationLoss);
  }
  disposeModule(network);
  return { steps, validation };
}
