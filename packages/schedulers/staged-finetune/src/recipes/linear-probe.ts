import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** The head alone until it is good, then everything at a small rate: a head that fits keeps the
 * features from being bent while it learns. Attention is clipped apart, as in `threeStage`.
 *
 * Source: LP-FT of Kumar et al. 2022, arXiv:2202.10054. */
export function linearProbeFineTune(): Recipe {
  const shared = { schedule: { kind: 'cosine' }, weightDecay: 1e-4, clipNorm: 1 } as const;
  return defineRecipe({
    name: 'lp-ft',
    optimizer: { kind: 'sgd', momentum: 0.9 },
    stages: [
      { name: 'linear probe', epochs: 10, ...shared, augment: false, groups: [{ name: 'head', select: 'head', learningRate: 1e-2 }] },
      {
        name: 'fine-tune',
        epochs: 10,
        ...shared,
        groups: [
          { name: 'attention', select: 'attention', learningRate: 1e-3, clipNorm: 1 },
          { name: 'all', select: 'rest', learningRate: 1e-4 },
        ],
      },
    ],
  });
}
