import { Adam, AdamW, type Optimizer, Sgd } from '@attune/optim';

import type { OptimizerSettings, Recipe, Stage } from '../recipe/recipe.ts';

/** The optimizer of a stage, with nothing remembered: its own, else the recipe's. */
export function optimizerOf({ optimizer }: Recipe, stage: Stage | undefined): Optimizer {
  return makeOptimizer(stage?.optimizer ?? optimizer);
}

function makeOptimizer(settings: OptimizerSettings): Optimizer {
  switch (settings.kind) {
    case 'sgd':
      return new Sgd({ momentum: settings.momentum, nesterov: settings.nesterov });
    case 'adam':
      return new Adam({ betas: settings.betas, epsilon: settings.epsilon });
    case 'adamw':
      return new AdamW({ betas: settings.betas, epsilon: settings.epsilon });
  }
}
