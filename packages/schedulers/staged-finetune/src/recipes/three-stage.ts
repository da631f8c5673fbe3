import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/schema.ts';

/** The default: the head alone, then attention and the late layers, then everything, pretrained layers at a tenth of the rate or less.
 *
 * Gradients are clipped and batch norms hold still, because sixteen gates multiplied together blow up without it. The first stage trains on features computed once, so it does not augment.
 * Source: the lecture's three stages with its faults mended; rates as measured in PyTorch on ants and bees. */
export function threeStage(): Recipe {
  const shared = { schedule: { kind: 'cosine' }, weightDecay: 1e-4, clipNorm: 1, batchNorm: 'frozen' } as const;
  const newParts = [
    { name: 'head', select: 'head', learningRate: 1e-3 },
    { name: 'attention', select: 'attention', learningRate: 1e-3 },
  ] as const;
  return defineRecipe({
    name: 'three-stage',
    optimizer: { kind: 'sgd', momentum: 0.9 },
    stages: [
      { name: 'head', epochs: 10, ...shared, augment: false, groups: [{ name: 'head', select: 'head', learningRate: 1e-2 }] },
      {
        name: 'late layers and attention',
        epochs: 10,
        ...shared,
        groups: [
          ...newParts,
          { name: 'last segment', select: { segments: [-1, -2] }, learningRate: 1e-4 },
          { name: 'segment before', select: { segments: [-3] }, learningRate: 1e-5 },
        ],
      },
      {
        name: 'all',
        epochs: 10,
        ...shared,
        groups: [
          ...newParts,
          { name: 'last segment', select: { segments: [-1, -2] }, learningRate: 1e-4 },
          { name: 'segment before', select: { segments: [-3] }, learningRate: 3e-5 },
          { name: 'early', select: 'rest', learningRate: 1e-5 },
        ],
      },
    ],
  });
}
