import { type Network, namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  type Recipe,
  defineRecipe,
  describeRecipe,
  fastai,
  fineTune,
  gradual,
  layerDecay,
  linearProbeFineTune,
  networkRecipes,
  parseRecipe,
  planStage,
  recipes,
  relativeGradients,
  surgical,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Names and rates of a stage's groups, by parameter. */
function ratesOf(network: Network, recipe: Recipe, stage: number): Record<string, number> {
  const { groups } = planStage(network, recipe.stages[stage]!);
  return Object.fromEntries(groups.flatMap(({ parameters, learningRate }) => [...parameters.keys()].map((name) => [name, learningRate])));
}

describe('recipes made for a network', () => {
  it.each(Object.entries(networkRecipes))('%s survives being written and read, and has its own name', (name, make) => {
    const recipe = make(new TinyNetwork());
    expect(recipe.name).toBe(name);
    expect(parseRecipe(JSON.stringify(recipe))).toEqual(recipe);
  });

  it('gradual thaws one segment more in each stage, its attention with it, at 1 / 2.6 of the rate behind', () => {
    const network = new TinyNetwork();
    const recipe = gradual(network);
    expect(recipe.stages.map(({ name }) => name)).toEqual(['head', 'from body on', 'from stem on']);
    expect(Object.keys(ratesOf(network, recipe, 0))).toEqual(['fc.weight', 'fc.bias']);
    expect(Object.keys(ratesOf(network, recipe, 1)).sort()).toEqual(['cbam.weight', 'conv2.bias', 'conv2.weight', 'fc.bias', 'fc.weight']);
    const all = ratesOf(network, recipe, 2);
    expect(all['conv2.weight']! / all['conv1.weight']!).toBeCloseTo(2.6, 12);
    expect(recipe.stages.every(({ restoreBest }) => restoreBest)).toBe(true);
  });

  it('fastai trains head and frozen norms for an epoch, then all with rates of 1e-5 to 1e-3, vectors without decay', () => {
    const network = new TinyNetwork();
    const recipe = fastai(network);
    expect(recipe.optimizer).toEqual({ kind: 'adamw', betas: [0.9, 0.99], epsilon: 1e-5 });
    expect(ratesOf(network, recipe, 0)).toEqual({ 'fc.weight': 2e-3, 'fc.bias': 2e-3, 'bn1.weight': 2e-4, 'bn1.bias': 2e-4 });
    const all = ratesOf(network, recipe, 1);
    expect(all['conv1.weight']).toBeCloseTo(1e-5, 15);
    expect(all['fc.weight']).toBeCloseTo(1e-3, 15);
    const { groups } = planStage(network, recipe.stages[1]!);
    for (const { weightDecay, parameters } of groups) {
      for (const [name, { rank }] of parameters) expect(weightDecay, name).toBe(rank <= 1 ? 0 : 0.01);
    }
    expect(recipe.stages.map(({ schedule }) => schedule)).toMatchObject([
      { peakAt: 0.99, startDivisor: 25 },
      { peakAt: 0.3, startDivisor: 5 },
    ]);
  });

  it('layer-decay gives stem and head rates a power of the decay apart', () => {
    const network = new TinyNetwork();
    const rates = ratesOf(network, layerDecay(network, { decay: 0.5, learningRate: 1 }), 0);
    expect(rates['fc.weight']).toBe(1);
    expect(rates['cbam.weight']).toBe(1);
    expect(rates['conv1.weight']).toBe(0.5);
  });

  it('where SGD moves attention, its gradients are clipped apart; AdamW, which divides by their size, clips all together', () => {
    const network = new TinyNetwork();
    const clipsOf = (recipe: Recipe) => {
      const { groups } = planStage(network, recipe.stages.at(-1)!);
      const isAttention = ({ parameters }: (typeof groups)[number]) => parameters.has('cbam.weight');
      return [groups.filter(isAttention), groups.filter((group) => !isAttention(group))].map((some) => [...new Set(some.map(({ clipNorm }) => clipNorm))]);
    };
    for (const recipe of [gradual(network), linearProbeFineTune()]) expect(clipsOf(recipe), recipe.name).toEqual([[1], [undefined]]);
    for (const recipe of [layerDecay(network), fastai(network)]) expect(clipsOf(recipe), recipe.name).toEqual([[undefined], [undefined]]);
  });

  it('surgical picks the segment with the largest gradient beside its weights', async () => {
    const network = new TinyNetwork();
    const data = tinyData();
    const before = tf.memory().numTensors;
    const ratios = await relativeGradients(network, data);
    expect(tf.memory().numTensors).toBe(before);
    expect(ratios.map(({ segment }) => segment)).toEqual(['stem', 'body']);
    const chosen = ratios.toSorted((a, b) => b.ratio - a.ratio)[0]!.segment;
    const recipe = await surgical(network, data);
    expect(describeRecipe(recipe, network).map(({ stage, group }) => `${stage}: ${group}`)).toEqual([
      'head: head',
      `head and ${chosen}: head`,
      `head and ${chosen}: ${chosen}`,
    ]);
  });
});

const selectors = fc.constantFrom<object | string>(
  'head',
  'attention',
  { segments: ['body'] },
  { segments: ['stem'] },
  { names: ['conv2.*'] },
  { pattern: '^bn1' },
  { slice: [-4, null] },
);

const randomStage = fc.record({
  epochs: fc.integer({ min: 1, max: 2 }),
  select: selectors,
  batchNorm: fc.constantFrom('frozen', 'update', 'where-trained'),
  augment: fc.boolean(),
  optimizer: fc.constantFrom({ kind: 'sgd' }, { kind: 'adamw' }),
});

describe('what a stage does not move', () => {
  it('is the same to the bit after it, for any schedule of stages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomStage, { minLength: 1, maxLength: 3 }), async (stages) => {
        const network = new TinyNetwork();
        const recipe = defineRecipe({
          name: 'random',
          stages: stages.map(({ select, ...stage }, index) => ({
            ...stage,
            name: `${index}`,
            weightDecay: 0.01,
            groups: [{ name: 'g', select, learningRate: 0.05 }],
          })),
        });
        await expectFrozenBits(network, recipe);
      }),
      { numRuns: 25 },
    );
  });
});

const builtIn: readonly (readonly [string, (network: TinyNetwork) => Recipe | Promise<Recipe>])[] = [
  ...Object.entries(recipes),
  ...Object.entries(networkRecipes),
  ['surgical', (network) => surgical(network, tinyData())],
];

it.each(builtIn)('what a stage of %s does not move keeps its bits', async (_, make) => {
  const network = new TinyNetwork();
  const recipe = await make(network);
  await expectFrozenBits(network, { ...recipe, stages: recipe.stages.map((stage) => ({ ...stage, epochs: 2 })) });
});

async function expectFrozenBits(network: TinyNetwork, recipe: Recipe): Promise<void> {
  const names = new Map([...namedVariables(network)].map(([name, variable]) => [variable, name]));
  let before = new Map<string, number[]>();
  for await (const event of fineTune(network, tinyData({ train: 6, validation: 3 }), recipe, { batchSize: 3 })) {
    if (event.kind === 'stage-start') before = valuesOf(network);
    if (event.kind !== 'stage-end') continue;
    const after = valuesOf(network);
    const { frozen } = planStage(network, recipe.stages[event.stageIndex]!);
    for (const variable of frozen) expect(after.get(names.get(variable)!)).toEqual(before.get(names.get(variable)!));
  }
}

function valuesOf(network: Network): Map<string, number[]> {
  return new Map([...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));
}
