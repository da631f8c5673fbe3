import { type Architecture, architectures } from '@attune/zoo';

import type { ModelDescription, WeightsSource } from '../protocol.ts';

/** Sides below this are those of small pictures, in pixels. */
const smallImage = 64;
const usualBatch = 16;
/** What the activations of one step may take: a page has 4 GiB for everything. */
const activationBytes = 1.5 * 2 ** 30;

/** How a network is usually trained: a recipe for small networks, for pretrained ones, or from
 * random weights; and as many images per step as fit in memory, 16 at most. */
export function usualTraining(architecture: Architecture, weights: WeightsSource['kind'], trainingBytes: number): ModelDescription['suits'] {
  return { recipe: usualRecipe(architecture, weights), batchSize: usualBatchSize(trainingBytes) };
}

function usualRecipe(architecture: Architecture, weights: WeightsSource['kind']): string {
  if (weights === 'none') return 'full';
  return architectures[architecture].imageSize < smallImage ? 'three-stage-small' : 'three-stage';
}

function usualBatchSize(trainingBytes: number): number {
  const fitting = Math.floor(activationBytes / trainingBytes);
  return Math.max(2, Math.min(usualBatch, 2 ** Math.floor(Math.log2(Math.max(1, fitting)))));
}
