import { BatchNorm2d, type Network, namedModules } from '@attune/nn';

import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { type NamedGroup, groupsByDecay, splitOffAttention } from './named-groups.ts';

const baseRate = 2e-3;
const rateRange = 100;

/** fastai's `fine_tune` with its defaults: an epoch for the head alone (and for the norms of what
 * is frozen), then one cycle for all, rates spread geometrically over three groups.
 *
 * The groups are fastai's: of a ResNet stem to layer2, layer3 and 4, head; of a VGG the
 * convolutions before and from `features.22` on, classifier. Attention, which fastai has not,
 * learns at the head's rate. fastai also puts a larger head on;
 * this is the recipe alone.
 * Source: fastai 2's `Learner.fine_tune`, `vision_learner` and `model_meta`. */
export function fastai(network: Network): Recipe {
  const { attention, body } = splitOffAttention(network);
  const [early, late, head] = [0, 1, 2].map((part) => body.filter((name) => partOf(name) === part)) as [string[], string[], string[]];
  const norms = normNames(network);
  const frozenNorms = [...early, ...late].filter((name) => norms.has(name));
  const first: NamedGroup[] = [
    { name: 'head', names: head, learningRate: baseRate },
    { name: 'norms of the frozen groups', names: frozenNorms, learningRate: baseRate / 10 },
  ];
  const top = baseRate / 2;
  const spread = (share: number) => (top / rateRange) * rateRange ** share;
  const second: NamedGroup[] = [
    { name: 'head', names: head, learningRate: top },
    { name: 'attention', names: attention, learningRate: top },
    { name: 'late', names: late, learningRate: spread(0.5) },
    { name: 'early', names: early, learningRate: spread(0) },
  ];
  const shared = { weightDecay: 0.01, batchNorm: 'update' } as const;
  return defineRecipe({
    name: 'fastai',
    optimizer: { kind: 'adamw', betas: [0.9, 0.99], epsilon: 1e-5 },
    stages: [
      { name: 'frozen', epochs: 1, ...shared, groups: groupsByDecay(network, first), schedule: { kind: 'one-cycle', peakAt: 0.99 } },
      { name: 'unfrozen', epochs: 5, ...shared, groups: groupsByDecay(network, second), schedule: { kind: 'one-cycle', peakAt: 0.3, startDivisor: 5 } },
    ],
  });
}

/** 0, 1 or 2: which of fastai's groups a parameter is in. */
function partOf(name: string): 0 | 1 | 2 {
  const feature = /^features\.(\d+)\./u.exec(name)?.[1];
  if (feature !== undefined) return Number(feature) < 22 ? 0 : 1;
  if (/^(fc|linear|classifier)\b/u.test(name)) return 2;
  return /^layer[34]\./u.test(name) ? 1 : 0;
}

function normNames(network: Network): ReadonlySet<string> {
  const paths = [...namedModules(network)].filter(([, module]) => module instanceof BatchNorm2d).map(([path]) => path);
  return new Set(paths.flatMap((path) => [`${path}.weight`, `${path}.bias`]));
}
