import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** The default: the head alone, then attention and the late layers, then everything, pretrained
 * layers at a tenth of the rate or less.
 *
 * Gradients are clipped and batch norms hold still, because sixteen gates multiplied together blow
 * up without it. Those of attention are clipped apart: their norm is larger than the body's, and
 * clipped together they take half of its step (the study on attention in apps/bench). The first
 * stage trains on features computed once, so it does not augment.
 * Source: the lecture's three stages with its faults mended; rates as measured on ants and bees
 *         (docs/decisions). */
export function threeStage(): Recipe {
  const shared = { schedule: { kind: 'cosine' }, weightDecay: 1e-4, clipNorm: 1, batchNorm: 'frozen' } as const;
  const newParts = [
    { name: 'head', select: 'head', learningRate: 5e-3 },
    { name: 'attention', select: 'attention', learningRate: 1e-3, clipNorm: 1 },
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
          { name: 'last segment', select: { segments: [-1, -2] }, learningRate: 3e-4 },
          { name: 'segment before', select: { segments: [-3] }, learningRate: 3e-5 },
        ],
      },
      {
        name: 'all',
        epochs: 10,
        ...shared,
        groups: [
          ...newParts,
          { name: 'last segment', select: { segments: [-1, -2] }, learningRate: 3e-4 },
          { name: 'segment before', select: { segments: [-3] }, learningRate: 1e-4 },
          { name: 'early', select: 'rest', learningRate: 3e-5 },
        ],
      },
    ],
  });
}

/** Three stages for small networks on small images, pretrained on other images than yours: batch
 * norms follow the batches once the body trains, and everything moves almost as fast as the head.
 *
 * Attention has a twentieth of the rate: at the full rate nine blocks' gates closed
 * within an epoch and stayed closed. Its gradients are clipped apart, as in {@link threeStage}.
 * Source: rates as measured with a CIFAR ResNet-20 on emoji. */
export function threeStageSmall(): Recipe {
  const shared = { weightDecay: 5e-4, clipNorm: 2 } as const;
  const body = { ...shared, schedule: { kind: 'one-cycle' }, batchNorm: 'update' } as const;
  const newParts = [
    { name: 'head', select: 'head', learningRate: 2e-2 },
    { name: 'attention', select: 'attention', learningRate: 1e-3, clipNorm: 2 },
    { name: 'last segment', select: { segments: [-1, -2] }, learningRate: 2e-2 },
  ] as const;
  return defineRecipe({
    name: 'three-stage-small',
    optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true },
    stages: [
      { name: 'head', epochs: 4, ...shared, schedule: { kind: 'cosine' }, augment: false, groups: [{ name: 'head', select: 'head', learningRate: 2e-2 }] },
      {
        name: 'late layers and attention',
        epochs: 3,
        ...body,
        groups: [...newParts, { name: 'segment before', select: { segments: [-3] }, learningRate: 6e-3 }],
      },
      {
        name: 'all',
        epochs: 9,
        ...body,
        groups: [
          ...newParts,
          { name: 'segment before', select: { segments: [-3] }, learningRate: 2e-2 },
          { name: 'early', select: 'rest', learningRate: 1e-2 },
        ],
      },
    ],
  });
}
