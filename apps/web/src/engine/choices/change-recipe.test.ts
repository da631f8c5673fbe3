import { disposeModule } from '@attune/nn';
import { describeRecipe as rowsOf, threeStage } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import { describe, expect, it } from 'vitest';

import { changedRecipe, partNames } from './change-recipe.ts';
import { describeRecipe } from './describe-recipe.ts';
import { drawnNetwork } from './network-choices.ts';

const model = { architecture: 'resnet20', weights: { kind: 'none' }, attention: 'identity', placement: 'after-block', reduction: 16 } as const;
const recipe = threeStage();
const [head, late, all] = [0, 1, 2];

function groupNames(changed: typeof recipe, stage: number): string[] {
  return changed.stages[stage]!.groups.map(({ name }) => name);
}

describe('changedRecipe', () => {
  it('lets a part train where it was held still, before the parts that would take its parameters, at the rate it has elsewhere', () => {
    expect(partNames(recipe)).toEqual(['head', 'attention', 'last segment', 'segment before', 'early']);
    const changed = changedRecipe(recipe, { kind: 'thaw', stage: head, part: 'last segment' });
    expect(groupNames(changedRecipe(changed, { kind: 'thaw', stage: head, part: 'attention' }), head)).toEqual(['head', 'attention', 'last segment']);
    expect(changed.stages[head]!.groups[1]).toEqual(recipe.stages[late]!.groups[2]);
    expect(changed.stages.slice(1)).toEqual(recipe.stages.slice(1));
  });

  it('holds a part still: it is gone, or at no rate where a group takes the rest, whose parameters do not grow', () => {
    expect(groupNames(changedRecipe(recipe, { kind: 'freeze', stage: late, part: 'attention' }), late)).toEqual(['head', 'last segment', 'segment before']);
    const changed = changedRecipe(recipe, { kind: 'freeze', stage: all, part: 'attention' });
    expect(changed.stages[all]!.groups[1]).toMatchObject({ name: 'attention', learningRate: 0 });
    const network = buildModel(drawnNetwork(model, 2));
    const early = (of: typeof recipe) => rowsOf(of, network).find(({ group }) => group === 'early')!.network!.parameters;
    expect(early(changed)).toBe(early(recipe));
    expect(changedRecipe(changed, { kind: 'thaw', stage: all, part: 'attention' })).toEqual(recipe);
    disposeModule(network);
  });

  it('changes epochs and rates, and refuses what is no recipe', () => {
    const changed = changedRecipe(changedRecipe(recipe, { kind: 'epochs', stage: head, epochs: 3 }), {
      kind: 'rate',
      stage: late,
      part: 'head',
      learningRate: 0.5,
    });
    expect([changed.stages[head]!.epochs, changed.stages[late]!.groups[0]!.learningRate]).toEqual([3, 0.5]);
    expect(() => changedRecipe(recipe, { kind: 'epochs', stage: head, epochs: -1 })).toThrow(/stages.0.epochs/u);
    expect(() => changedRecipe(recipe, { kind: 'freeze', stage: head, part: 'head' })).toThrow(/stages.0.groups/u);
  });

  it('measures the rates of the body until one of them is given by hand', () => {
    const measuring = { ...recipe, bodyRates: 'measured' } as const;
    const rated = (part: string) => changedRecipe(measuring, { kind: 'rate', stage: all, part, learningRate: 0.5 });
    expect(changedRecipe(measuring, { kind: 'epochs', stage: head, epochs: 3 }).bodyRates).toBe('measured');
    expect(['head', 'attention', 'early'].map((part) => rated(part).bodyRates)).toEqual(['measured', 'measured', undefined]);
  });

  it('is drawn with every part in every stage', () => {
    const network = buildModel(drawnNetwork(model, 2));
    const { stages } = describeRecipe(recipe, network);
    disposeModule(network);
    expect(stages[head]!.parts.map(({ name, trains }) => [name, trains])).toEqual(partNames(recipe).map((name) => [name, name === 'head']));
    expect(stages[head]!.parts[1]).toMatchObject({ learningRate: 1e-3, parameters: 0 });
    expect(stages[all]!.parts.every(({ trains, parameters }) => trains && parameters > 0)).toBe(true);
  });
});
