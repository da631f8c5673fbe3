import { Adam, AdamW, type Optimizer, Sgd } from '@attune/optim';

import type { OptimizerSettings } from '../recipe/schema.ts';

/** The optimizer that a recipe names, with nothing remembered. */
export function makeOptimizer(settings: OptimizerSettings): Optimizer {
  switch (settings.kind) {
    case 'sgd':
      return new Sgd(settings);
    case 'adam':
      return new Adam(settings);
    case 'adamw':
      return new AdamW(settings);
  }
}
