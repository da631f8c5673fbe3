import { defineRecipe } from '../recipe/parse-recipe.ts';
import type { ParameterGroup, Recipe } from '../recipe/recipe.ts';
import type { RecipeInput } from '../recipe/schema.ts';

type Group = RecipeInput['stages'][number]['groups'][number];

/** The lecture's code, exactly: slices of the parameter list by position, which cut through layers,
 * and `[:-40]` frozen in the second stage although it is listed with a rate. */
export function lecture(): Recipe {
  return lectureStages('lecture', [[slice(-20, null, 1e-3)], [slice(-40, -20, 1e-4), slice(-20, null, 1e-3)], [slice(null, null, 1e-4)]]);
}

/** The lecture as the PyTorch reference of its job trains it: `[:-40]` moves in the
 * second stage. */
export function lectureReference(): Recipe {
  const second = [slice(null, -40, 1e-5), slice(-40, -20, 1e-4), slice(-20, null, 1e-3)];
  return lectureStages('lecture-reference', [[slice(-20, null, 1e-3)], second, [slice(null, null, 1e-4)]]);
}

/** The lecture's words: first the last layers (of a VGG its dense ones and the last group of
 * convolutions, of a ResNet its head and the last stage) and every attention module, then more with
 * rates that fall towards the input, then all. */
export function lectureProse(): Recipe {
  const newParts: Group[] = [
    { name: 'head', select: 'head', learningRate: 1e-3 },
    { name: 'attention', select: 'attention', learningRate: 1e-3 },
  ];
  const late: Group = { name: 'last layers', select: { segments: [-1, -2] }, learningRate: 1e-3 };
  const middle: Group = { name: 'segment before', select: { segments: [-3] }, learningRate: 1e-4 };
  const early: Group = { name: 'early', select: 'rest', learningRate: 1e-5 };
  return lectureStages('lecture-prose', [[...newParts, late], [...newParts, late, middle, early], [{ name: 'all', select: 'rest', learningRate: 1e-4 }]]);
}

function slice(start: number | null, end: number | null, learningRate: ParameterGroup['learningRate']): Group {
  return { name: `[${start ?? ''}:${end ?? ''}]`, select: { slice: [start, end] }, learningRate };
}

/** Ten epochs a stage, SGD with momentum, StepLR restarted with each stage, nothing clipped, batch
 * norms moving throughout. */
function lectureStages(name: string, groups: readonly [Group[], Group[], Group[]]): Recipe {
  const names = ['last layers', 'more layers', 'all'];
  return defineRecipe({
    name,
    optimizer: { kind: 'sgd', momentum: 0.9 },
    stages: groups.map((ofStage, index) => ({
      name: names[index]!,
      epochs: 10,
      groups: ofStage,
      schedule: { kind: 'step', everyEpochs: 5, gamma: 0.1 },
      batchNorm: 'update',
    })),
  });
}
