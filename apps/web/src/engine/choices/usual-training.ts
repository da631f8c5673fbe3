import { threeStage, threeStageSmall } from '@attune/staged-finetune';
import { type Architecture, architectures } from '@attune/zoo';

import type { ModelDescription, WeightsSource } from '../protocol/choices.ts';

/** Sides below this are those of small pictures, in pixels. */
const smallImage = 64;
const usualBatch = 16;
/** What the activations of one step may take: a page has 4 GiB for everything. */
const activationBytes = 1.5 * 2 ** 30;

/** Images that the head sees in all of its epochs. Its features are computed once, so
 * more epochs of
 * few photos cost next to nothing. */
const headImages = 2000;
const mostHeadEpochs = 40;

export interface TrainedOn {
  readonly weights: WeightsSource['kind'];
  /** For one image in training. */
  readonly trainingBytes: number;
  readonly trainImages: number;
}

/** How a network is usually trained: a recipe for small networks, for pretrained ones, or from
 * random weights, the fewer the photos the longer its head; and as many images per step as fit in
 * memory, 16 at most. */
export function usualTraining(architecture: Architecture, { weights, trainingBytes, trainImages }: TrainedOn): ModelDescription['suits'] {
  const recipe = usualRecipe(architecture, weights);
  return { recipe, epochs: usualEpochs(recipe, trainImages), batchSize: usualBatchSize(trainingBytes) };
}

function usualEpochs(name: string, trainImages: number): readonly number[] | null {
  if (name === 'full' || trainImages === 0) return null;
  const [head = 0, ...later] = (name === 'three-stage' ? threeStage() : threeStageSmall()).stages.map(({ epochs }) => epochs);
  return [Math.max(head, Math.min(mostHeadEpochs, Math.round(headImages / trainImages))), ...later];
}

function usualRecipe(architecture: Architecture, weights: WeightsSource['kind']): string {
  if (weights === 'none') return 'full';
  return architectures[architecture].imageSize < smallImage ? 'three-stage-small' : 'three-stage';
}

function usualBatchSize(trainingBytes: number): number {
  const fitting = Math.floor(activationBytes / trainingBytes);
  return Math.max(2, Math.min(usualBatch, 2 ** Math.floor(Math.log2(Math.max(1, fitting)))));
}
