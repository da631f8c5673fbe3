import { expect, test } from 'vitest';

import { partIn, partOfFile } from './part-name.ts';

test.each([
  ['train', 'train'],
  ['TRAIN', 'train'],
  ['Training', 'train'],
  ['train_set', 'train'],
  ['TrainSet', 'train'],
  ['trainset', 'train'],
  ['Training Data', 'train'],
  ['train2017', 'train'],
  ['training_images', 'train'],
  ['val', 'validation'],
  ['Valid', 'validation'],
  ['validation-set', 'validation'],
  ['valset', 'validation'],
  ['dev', 'validation'],
  ['Testing', 'test'],
  ['eval', 'validation'],
  ['Evaluation_set', 'validation'],
  ['训练集', 'train'],
  ['验证', 'validation'],
  ['测试集', 'test'],
  ['test_set', 'test'],
])('%s is the part %s and nothing else', (name, part) => expect(partIn(name)).toEqual({ part, rest: '' }));

test.each(['valley', 'evaluated', 'trainer', 'contest', 'latest', 'train_and_test', 'cat', ''])('%s is no part', (name) => expect(partIn(name)).toBeNull());

test('a word beside the part is kept', () => {
  expect(partIn('seg_train')).toEqual({ part: 'train', rest: 'seg' });
  expect(partIn('freightTrain')).toEqual({ part: 'train', rest: 'freight' });
});

test.each([
  ['train-00000-of-00001.parquet', 'train'],
  ['imagenet_val_003.tar', 'validation'],
  ['val.0001.tar', 'validation'],
  ['valley-000.tar', null],
  ['testimony.parquet', null],
  ['data-0.tar', null],
])('%s is of the part %s', (name, part) => expect(partOfFile(name)).toBe(part));
