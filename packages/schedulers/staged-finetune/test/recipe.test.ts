import { describe, expect, it } from 'vitest';

import {
  RecipeError,
  defineRecipe,
  describeRecipe,
  parseRecipe,
  recipes,
  threeStage,
  withBatchNorm,
  withBodyRateScale,
  withEpochs,
  withRateScale,
} from '../src/index.ts';
import { TinyNetwork } from './tiny.ts';

describe('a recipe file', () => {
  it('may be YAML or JSON, and defaults are filled in', () => {
    const yaml = `
name: mine
stages:
  - name: head
    epochs: 2
    groups: [{ name: head, select: head, learningRate: 0.01 }]
    schedule: { kind: step, everyEpochs: 5 }
`;
    const recipe = parseRecipe(yaml);
    expect(recipe.optimizer).toEqual({ kind: 'sgd', momentum: 0.9, nesterov: false });
    expect(recipe.stages[0]).toMatchObject({ schedule: { kind: 'step', everyEpochs: 5, gamma: 0.1 }, batchNorm: 'frozen', augment: true, weightDecay: 0 });
    expect(parseRecipe(JSON.stringify(recipe))).toEqual(recipe);
  });

  it('every fault is named with its place', () => {
    const text = JSON.stringify({
      name: 'mine',
      stages: [
        { name: 'a', epochs: 1.5, groups: [{ name: 'g', select: { pattern: '(' }, learningRate: 1 }] },
        { name: 'a', epochs: 1, groups: [{ name: 'g', select: 'head', learningRate: 1, rate: 2 }] },
      ],
    });
    let error: unknown;
    try {
      parseRecipe(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RecipeError);
    const paths = (error as RecipeError).faults.map(({ path }) => path);
    expect(paths).toContain('stages.0.epochs');
    expect(paths).toContain('stages.0.groups.0.select.pattern');
    expect(paths).toContain('stages.1.groups.0');
  });

  it('two stages of one name are refused', () => {
    const stage = { name: 'a', epochs: 1, groups: [{ name: 'g', select: 'head', learningRate: 1 }] };
    expect(() => defineRecipe({ name: 'mine', stages: [stage, stage] })).toThrow(/stages\.1\.name: "a" is the name of an earlier stage too/);
  });

  it('what is not YAML is said to be so', () => {
    expect(() => parseRecipe('stages: [')).toThrow(/Recipe file: not YAML or JSON/);
  });
});

describe('built-in recipes', () => {
  it.each(Object.entries(recipes))('%s survives being written and read, and has its own name', (name, make) => {
    const recipe = make();
    expect(recipe.name).toBe(name);
    expect(parseRecipe(JSON.stringify(recipe))).toEqual(recipe);
  });

  it("the lecture's second stage lists only [-40:-20] and [-20:]", () => {
    const [, second] = recipes.lecture!().stages;
    expect(second!.groups.map(({ select, learningRate }) => ({ select, learningRate }))).toEqual([
      { select: { slice: [-40, -20] }, learningRate: 1e-4 },
      { select: { slice: [-20, null] }, learningRate: 1e-3 },
    ]);
  });
});

describe('adjusting', () => {
  it('sets epochs, rates and batch norms of every stage', () => {
    const recipe = withBatchNorm(withRateScale(withEpochs(threeStage(), [2, 0, 1]), 10), 'update');
    expect(recipe.stages.map(({ epochs, batchNorm }) => [epochs, batchNorm])).toEqual([
      [2, 'update'],
      [0, 'update'],
      [1, 'update'],
    ]);
    expect(recipe.stages[0]!.groups[0]!.learningRate).toBeCloseTo(0.1, 12);
  });

  it("multiplies the body's rates, and leaves head and attention as they are", () => {
    const [, late] = withBodyRateScale(threeStage(), 10).stages;
    const factors = late!.groups.map(({ learningRate }, group) => learningRate / threeStage().stages[1]!.groups[group]!.learningRate);
    expect(late!.groups.map(({ name }) => name)).toEqual(['head', 'attention', 'last segment', 'segment before']);
    expect(factors.map((factor) => Number(factor.toFixed(9)))).toEqual([1, 1, 10, 10]);
  });

  it('refuses to scale the rates of a body that no stage trains', () => {
    expect(() => withBodyRateScale(recipes['head-only']!(), 10)).toThrow(/"head-only": trains the head and attention alone/);
  });

  it('refuses the wrong count of epochs, and epochs that are not counts', () => {
    expect(() => withEpochs(threeStage(), [1, 2])).toThrow(/has 3 stages \(head, late layers and attention, all\) and was given 2 numbers/);
    expect(() => withEpochs(threeStage(), [1, -2, 0.5])).toThrow(/whole numbers from 0 up, not -2, 0\.5/);
  });
});

describe('describeRecipe', () => {
  it('counts what each group selects in a network, and names what is cached', () => {
    const rows = describeRecipe(recipes['head-only']!(), new TinyNetwork());
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      stage: 'head',
      selects: 'head',
      schedule: 'cosine',
      network: { names: ['fc.weight', 'fc.bias'], tensors: 2, parameters: 15, still: ['stem', 'body'], cached: true },
    });
  });

  it('a group whose parameters earlier groups have taken is shown with what is left', () => {
    const [attention, rest] = describeRecipe(
      defineRecipe({
        name: 'r',
        stages: [
          {
            name: 's',
            epochs: 1,
            groups: [
              { name: 'gates', select: 'attention', learningRate: 1 },
              { name: 'others', select: 'rest', learningRate: 1 },
            ],
          },
        ],
      }),
      new TinyNetwork(),
    );
    expect(attention!.network).toMatchObject({ names: ['cbam.weight'], cached: false });
    expect(rest!.network!.tensors).toBe(7);
  });
});
