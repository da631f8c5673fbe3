import { type Network, segmentVariables } from '@attune/nn';

import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { RecipeInput } from '../recipe/schema.ts';
import { type NamedGroup, groupsOf, splitOffAttention } from './named-groups.ts';

const headRate = 1e-2;
const bodyRate = 1e-3;
const attentionRate = 1e-3;
const clipNorm = 1;
/** Each segment learns so much slower than the one behind it. */
const ratePerSegment = 2.6;

/** One segment more in each stage, from the head towards the input, each slower than the one behind
 * it; the attention of a segment thaws with it, and is clipped apart from it, as in `threeStage`.
 *
 * A stage ends when three epochs are over or two in a row brought nothing, and the next
 * begins from the best weights so far.
 * Source: gradual unfreezing and rates of ULMFiT (Howard and Ruder 2018, arXiv:1801.06146); stages
 *         by segment as finetuning-scheduler's implicit mode does by parameter. */
export function gradual(network: Network): Recipe {
  const segments = network.segments().toReversed();
  const stages = segments.map((_, last) => stageOf(network, last));
  return defineRecipe({ name: 'gradual', optimizer: { kind: 'sgd', momentum: 0.9 }, stages });
}

/** The stage in which the head and `last` segments before it train. */
function stageOf(network: Network, last: number): RecipeInput['stages'][number] {
  const { attention } = splitOffAttention(network);
  const thawed = network
    .segments()
    .toReversed()
    .slice(0, last + 1)
    .map((segment) => ({ name: segment.name, names: trainableNames(segmentVariables(network, segment)) }));
  const isAttention = new Set(attention);
  const gates: NamedGroup = {
    name: 'attention',
    names: thawed.flatMap(({ names }) => names.filter((name) => isAttention.has(name))),
    learningRate: attentionRate,
    clipNorm,
  };
  const body = thawed.map(({ name, names }, index): NamedGroup => {
    const learningRate = index === 0 ? (last === 0 ? headRate : bodyRate) : bodyRate / ratePerSegment ** (index - 1);
    return { name, names: names.filter((parameter) => !isAttention.has(parameter)), learningRate };
  });
  return {
    name: last === 0 ? 'head' : `from ${thawed.at(-1)!.name} on`,
    epochs: 3,
    groups: groupsOf([gates, ...body]),
    schedule: { kind: 'cosine' },
    weightDecay: 1e-4,
    clipNorm,
    augment: last > 0,
    earlyStopping: { patience: 2 },
    restoreBest: true,
  };
}

function trainableNames(variables: ReadonlyMap<string, { readonly trainable: boolean }>): string[] {
  return [...variables].filter(([, { trainable }]) => trainable).map(([name]) => name);
}
