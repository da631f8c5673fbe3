import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** Only the last layer, on features computed once. */
export function headOnly(): Recipe {
  return defineRecipe({
    name: 'head-only',
    stages: [
      {
        name: 'head',
        epochs: 10,
        groups: [{ name: 'head', select: 'head', learningRate: 1e-2 }],
        schedule: { kind: 'cosine' },
        weightDecay: 1e-4,
        clipNorm: 1,
        augment: false,
      },
    ],
  });
}

/** Everything at one rate, batch norms following the batches: training from scratch, or fine-tuning
 * on data unlike the pretraining's.
 *
 * Source: one cycle of Smith and Topin 2017, arXiv:1708.07120. */
export function full(): Recipe {
  return defineRecipe({
    name: 'full',
    optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true },
    stages: [
      {
        name: 'all',
        epochs: 30,
        groups: [{ name: 'all', select: 'rest', learningRate: 1e-2 }],
        schedule: { kind: 'one-cycle' },
        weightDecay: 5e-4,
        clipNorm: 5,
        batchNorm: 'update',
      },
    ],
  });
}
