import { expect, test } from 'vitest';

import { tableTask } from './table-task.ts';

const rows = (...lines: readonly string[]) => lines.map((text, index) => ({ cells: text.split(','), line: index + 1 }));

test.each([
  ['one class', rows('file,label', 'a.png,cat', 'b.png,dog'), { task: 'single-label' }],
  ['grades are classes', rows('file,label', 'a.png,1', 'b.png,2'), { task: 'single-label' }],
  ['lists of classes', rows('file,labels', 'a.png,cat;dog', 'b.png,', 'c.png,cat'), { task: 'multi-label' }],
  ['measured labels', rows('file,label', 'a.png,1.5', 'b.png,2'), { task: 'regression', targets: ['label'] }],
  ['many whole numbers', rows('file,label', ...Array.from({ length: 30 }, (_, age) => `${age}.png,${age}`)), { task: 'regression', targets: ['label'] }],
  [
    'a column for each class, beside what is held back',
    rows('file,is_valid,cat,dog', 'a.png,0,1,0', 'b.png,1,0,1'),
    { task: 'multi-label', targets: ['cat', 'dog'] },
  ],
  ['a column for each class', rows('file,split,cat,dog', 'a.png,train,1,0', 'b.png,val,0,yes'), { task: 'multi-label', targets: ['cat', 'dog'] }],
  ['columns of numbers', rows('index,image,age,note,weight', '0,a.png,3,x,-1e2', '1,b.png,,y,4.5'), { task: 'regression', targets: ['age', 'weight'] }],
  ['nothing but files', rows('file,note', 'a.png,x'), { task: 'single-label' }],
  ['no column of files', rows('cat,dog', '1,0'), { task: 'single-label' }],
] as const)('a table of %s says so by its columns', (_, table, said) => {
  expect(tableTask(table)).toEqual(said);
});
