import { stripVTControlCharacters } from 'node:util';

import { expect, test } from 'vitest';

import { table } from './table.ts';

const head = ['stage', 'epochs', 'loss'];
const rows = [
  ['head', 2, 0.5],
  ['all', 1, ''],
];
const draw = (width?: number) => stripVTControlCharacters(table(head, rows, ['epochs', 'loss'], { width }));

test('columns where there is room, and where nobody watches', () => {
  expect(draw(80)).toBe('stage  epochs  loss\nhead        2   0.5\nall         1');
  expect(draw()).toBe(draw(80));
});

test('a line for each value where a row is wider than the terminal', () => {
  expect(draw(15)).toBe('head\n  epochs: 2\n  loss: 0.5\nall\n  epochs: 1');
});
