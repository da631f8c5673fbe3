import { type TrainingData, defineRecipe } from '@attune/staged-finetune';
import { expect, it } from 'vitest';

import { describeClassWeights } from './class-weight-table.ts';

const data = { classes: ['cats', 'dogs'], train: { labels: Int32Array.of(0, 0, 0, 1) } as TrainingData['train'] };

function told(...stages: object[]): string[] {
  const lines: string[] = [];
  const groups = [{ name: 'g', select: 'head', learningRate: 1 }];
  const recipe = defineRecipe({ name: 'r', stages: stages.map((stage, index) => ({ name: `s${index}`, epochs: 1, groups, ...stage })) });
  describeClassWeights({ note: (line) => lines.push(...line.split('\n')), warn: () => {}, interactive: false, quiet: false }, data, recipe);
  return lines.map((line) => line.replaceAll(/\s+/gu, ' ').trim());
}

it('tells what each class counts, once where all stages weight alike', () => {
  expect(told({ classWeights: 'balanced' }, { classWeights: 'balanced' })).toEqual(['class training images weight', 'cats 3 0.6667', 'dogs 1 2']);
});

it('tells it for each stage that weights in its own way', () => {
  expect(told({ classWeights: { dogs: 3, cats: 1 } }, {}, { classWeights: [1, 2] })).toEqual([
    'class training images weight in s0 weight in s2',
    'cats 3 1 1',
    'dogs 1 3 2',
  ]);
});

it('is silent where no stage weights the classes', () => {
  expect(told({})).toEqual([]);
});
