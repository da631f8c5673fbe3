import { cbam } from '@attune/cbam';
import { type Network, disposeModule, namedParameters } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import { vgg16 } from '@attune/vgg';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  RecipeError,
  classWeightsOf,
  defineRecipe,
  describeMeasurement,
  describeRecipe,
  parseRecipe,
  parseSavedRecipe,
  planStage,
  recipeNamed,
  recipes,
  threeStage,
  withAttentionRateScale,
  withBatchNorm,
  withBodyRateScale,
  withEpochs,
  withRateScale,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('a measurement says in words what it has measured, and that nothing speaks for faster rates where that is nothing', () => {
  expect(describeMeasurement({ bodyRateScale: 3.4, shift: 0.02, images: 8 })).toBe(
    '× 3.4, measured: the images lie 0.02 nats from those that the network knows',
  );
  expect(describeMeasurement({ bodyRateScale: 1, images: 8 })).toBe('× 1, measured: nothing of the images speaks for faster ones');
});

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

  it('a field that is missing is said to be missing', () => {
    expect(() => parseRecipe('{}')).toThrow(/name: is missing: it must be text; stages: is missing: it must be a list/u);
  });

  it('what is not YAML is said to be so', () => {
    expect(() => parseRecipe('stages: [')).toThrow(/Recipe file: not YAML or JSON/);
  });
});

describe('built-in recipes', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', ''])('none is called %j', (name) => {
    expect(recipeNamed(name)).toBeNull();
  });

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

const proseGroups = (network: Network, stage: number) => planStage(network, recipes['lecture-prose']!().stages[stage]!).groups;

describe("the lecture's words", () => {
  it('train the head, the last stage and every gate of a ResNet first, each layer whole', () => {
    const network = resnet18({ attention: cbam({ variant: 'lecture' }) });
    const groups = proseGroups(network, 0);
    expect(groups.map(({ name, learningRate }) => [name, learningRate])).toEqual([
      ['head', 1e-3],
      ['attention', 1e-3],
      ['last layers', 1e-3],
    ]);
    const trained = new Set(groups.flatMap(({ parameters }) => [...parameters.keys()]));
    const wanted = [...namedParameters(network).keys()].filter((name) => /^(fc|layer4)\.|\.cbam\./u.test(name));
    expect([...trained].toSorted()).toEqual(wanted.toSorted());
    expect(trained.has('layer3.1.conv2.weight')).toBe(false);
    expect(proseGroups(network, 1).map(({ name, learningRate }) => [name, learningRate])).toEqual([
      ['head', 1e-3],
      ['attention', 1e-3],
      ['last layers', 1e-3],
      ['segment before', 1e-4],
      ['early', 1e-5],
    ]);
    disposeModule(network);
  });

  it('train the dense layers, the last group of convolutions and every gate of a VGG-16 first', () => {
    const network = vgg16({ attention: cbam({ variant: 'lecture' }), hidden: 8, poolSize: 1 });
    const trained = proseGroups(network, 0).flatMap(({ parameters }) => [...parameters.keys()]);
    const modules = [
      ...new Set(
        trained.map((name) =>
          name
            .split('.')
            .slice(0, name.startsWith('cbam') ? 1 : 2)
            .join('.'),
        ),
      ),
    ];
    expect(modules.toSorted()).toEqual(
      ['cbam1', 'cbam2', 'cbam3', 'cbam4', 'classifier.0', 'classifier.3', 'classifier.6', 'features.24', 'features.26', 'features.28'].toSorted(),
    );
    disposeModule(network);
  });
});

describe('a schedule of a group', () => {
  const groups = [
    { name: 'head', select: 'head', learningRate: 1, schedule: { kind: 'constant' }, warmUp: { steps: 2 } },
    { name: 'others', select: 'rest', learningRate: 0.5 },
  ];
  const recipe = defineRecipe({ name: 'r', stages: [{ name: 's', epochs: 1, groups, schedule: { kind: 'step', everyEpochs: 5 } }] });

  it('stands in the table in place of that of the stage', () => {
    expect(describeRecipe(recipe).map(({ schedule }) => schedule)).toEqual(['constant after 2 steps of warm-up', '×0.1 every 5 epochs']);
    expect(parseRecipe(JSON.stringify(recipe))).toEqual(recipe);
  });

  it('is checked as that of a stage is', () => {
    const wrong = { name: 'r', stages: [{ name: 's', epochs: 1, groups: [{ ...groups[1], schedule: { kind: 'cosine', minimum: 2 }, warmUp: { steps: 0 } }] }] };
    expect(() => defineRecipe(wrong)).toThrow(/stages\.0\.groups\.0\.schedule\.minimum: .*stages\.0\.groups\.0\.warmUp\.steps: /u);
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
    expect(withBodyRateScale({ ...threeStage(), bodyRates: 'measured' }, 10)).toEqual(withBodyRateScale(threeStage(), 10));
    expect(() => withBodyRateScale(recipes['head-only']!(), 10)).toThrow(/"head-only": trains the head and attention alone/);
  });

  it("multiplies attention's rates alone, and refuses where no stage has a group for it", () => {
    const [head, late] = withAttentionRateScale(threeStage(), 50).stages;
    const factors = late!.groups.map(({ learningRate }, group) => learningRate / threeStage().stages[1]!.groups[group]!.learningRate);
    expect(factors.map((factor) => Number(factor.toFixed(9)))).toEqual([1, 50, 1, 1]);
    expect(head).toEqual(threeStage().stages[0]);
    expect(() => withAttentionRateScale(recipes['head-only']!(), 50)).toThrow(/"head-only": has no group that selects attention/);
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

const stageOf = (...groups: [string, unknown][]) => ({
  name: 's',
  epochs: 1,
  groups: groups.map(([name, select]) => ({ name, select, learningRate: 1 })),
});

const planned = (...groups: [string, unknown][]) => planStage(new TinyNetwork(), defineRecipe({ name: 'r', stages: [stageOf(...groups)] }).stages[0]!);

describe('groups of a stage', () => {
  it('two of one name are refused, in a stage that follows another too', () => {
    const twice = { name: 'r', stages: [stageOf(['g', 'head']), { ...stageOf(['g', 'head'], ['g', 'rest']), name: 't' }] };
    expect(() => defineRecipe(twice)).toThrow('Recipe "r": stages.1.groups.1.name: "g" is the name of an earlier group too; give each group of a stage');
  });

  it('two of one name still open in a run of before', () => {
    expect(parseSavedRecipe(JSON.stringify({ name: 'r', stages: [stageOf(['g', 'head'], ['g', 'rest'])] })).stages[0]!.groups).toHaveLength(2);
  });

  it('one whose parameters groups before it hold is refused; what is left may be nothing', () => {
    expect(() => planned(['everything', 'rest'], ['mine', 'head'])).toThrow(
      /groups\.1 \(mine\): selects 2 parameters, and groups before it hold them all; put it before them/,
    );
    expect(planned(['everything', { names: ['**'] }], ['others', 'rest']).groups[1]!.parameters.size).toBe(0);
  });
});

describe('class weights by name', () => {
  const weighted = (classWeights: unknown) => defineRecipe({ name: 'r', stages: [{ ...plainStage, classWeights }] }).stages[0]!;
  const plainStage = { name: 's', epochs: 1, groups: [{ name: 'g', select: 'head', learningRate: 1 }] };
  const data = { ...tinyData(), classes: ['b', 'é', 'a'] };

  it('go to the classes of these names, however their letters are composed', () => {
    expect(classWeightsOf(weighted({ a: 3, b: 1, 'e\u0301': 2 }), data)).toEqual([1, 2, 3]);
    expect(
      parseRecipe('{ name: r, stages: [{ name: s, epochs: 1, classWeights: { 0: 2, 1: 1 }, groups: [{ name: g, select: head, learningRate: 1 }] }] }'),
    ).toMatchObject({
      stages: [{ classWeights: { 0: 2, 1: 1 } }],
    });
  });

  it('unknown, missing and repeated names are told at once', () => {
    expect(() => classWeightsOf(weighted({ a: 3, c: 1, é: 2, 'e\u0301': 2 }), data)).toThrow(
      'Recipe stage "s": classWeights: the data has no class "c"; its classes are "b", "é", "a"; classWeights: there is no weight for "b"; give one for each class (1 changes nothing); classWeights: there are two weights for "e\u0301".',
    );
  });

  it('are said in the table of the recipe', () => {
    expect(describeRecipe(defineRecipe({ name: 'r', stages: [weighted({ a: 3, b: 1 })] }))[0]!.features).toEqual(['class weights a 3, b 1']);
  });
});
