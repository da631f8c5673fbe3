import { refuseUnknownOptions } from '@attune/errors';
import type { Network } from '@attune/nn';

import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { type NamedGroup, groupsByDecay, splitOffAttention } from './named-groups.ts';

export interface LayerDecayOptions {
  /** Each layer's rate is this share of that of the layer behind it. Default: 0.75. */
  readonly decay?: number;
  /** The head's. Default: 1e-3. */
  readonly learningRate?: number;
}

/** All at once, each layer slower than the one behind it; norms and biases without weight decay.
 *
 * The layers are timm's: of a ResNet the stem, each block, the head; of a VGG each module of
 * `features`, then the classifier. Attention learns at the head's rate, and is clipped
 * together with all else: AdamW divides by the size of the gradients, so that a smaller
 * norm is no smaller step.
 * Source: `param_groups_layer_decay` of timm; BEiT (Bao et al. 2021, arXiv:2106.08254).
 * @throws {UnknownOptionError} when an option does not exist. */
export function layerDecay(network: Network, options: LayerDecayOptions = {}): Recipe {
  refuseUnknownOptions('layerDecay', options, { decay: true, learningRate: true } satisfies Record<keyof LayerDecayOptions, true>);
  const { decay = 0.75, learningRate = 1e-3 } = options;
  const { attention, body } = splitOffAttention(network);
  const layers = new Map<string, string[]>();
  for (const name of body) layers.set(layerOf(name), [...(layers.get(layerOf(name)) ?? []), name]);
  const groups = [...layers].map(([name, names], index): NamedGroup => ({ name, names, learningRate: learningRate * decay ** (layers.size - 1 - index) }));
  return defineRecipe({
    name: 'layer-decay',
    optimizer: { kind: 'adamw' },
    stages: [
      {
        name: 'all',
        epochs: 10,
        groups: groupsByDecay(network, [{ name: 'attention', names: attention, learningRate }, ...groups]),
        schedule: { kind: 'cosine' },
        weightDecay: 0.05,
        clipNorm: 1,
      },
    ],
  });
}

/** `layer2.1`, `features.7`, or `stem` and `head` for what lies before and behind. */
function layerOf(name: string): string {
  const block = /^(layer\d+\.\d+|features\.\d+)\./u.exec(name)?.[1];
  if (block === 'features.0') return 'stem';
  if (block !== undefined) return block;
  return /^(fc|linear|classifier)\b/u.test(name) ? 'head' : 'stem';
}
