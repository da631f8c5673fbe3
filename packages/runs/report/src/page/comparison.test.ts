import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';

import { type ComparedRun, disagreements, renderComparison } from './comparison.ts';

const labels = Int32Array.of(0, 0, 1, 1);
const figures = { loss: 0.5, interval: { low: 0.25, high: 1 } };
const first: ComparedRun = { name: 'plain', accuracy: 0.5, ...figures, predictions: Int32Array.of(0, 1, 0, 1), againstFirst: null };
const second: ComparedRun = {
  name: 'with <cbam>',
  accuracy: 0.75,
  ...figures,
  predictions: Int32Array.of(0, 0, 1, 0),
  againstFirst: { onlyFirst: 1, onlySecond: 2, pValue: 1 },
};

it('finds the images that only one of two runs judges rightly', () => {
  expect(disagreements({ labels, runs: [first, second] }, second)).toEqual({ won: [1, 2], lost: [3] });
});

it('shows them with what each run said, the recall of each class, and the verdict', () => {
  const pictures = new Map([[3, { source: 'data:,', title: 'bees/9.jpg' }]]);
  const comparison = { date: '2026-11-29', classes: ['ants', 'bees'], labels, runs: [first, second], pictures, shared: [] };
  const { document } = parseHTML(renderComparison(comparison, parseHTML('<html></html>').document));
  expect(document.querySelector('header')!.textContent).toContain('with <cbam> does not differ significantly from plain');
  expect([...document.querySelectorAll('h4')].map(({ textContent }) => textContent)).toEqual([
    'Only with <cbam> is right: 2 images',
    'Only plain is right: 1 image',
  ]);
  expect(document.querySelector('.pictures figcaption')!.textContent).toBe('bees → plain: bees; with <cbam>: ants. bees/9.jpg');
  const recalls = [...document.querySelectorAll('table')][1]!;
  expect([...recalls.querySelectorAll('td')].map(({ textContent }) => textContent)).toEqual(['2', '50.0 %', '100.0 %', '2', '50.0 %', '50.0 %']);
  expect(document.querySelectorAll('.chart svg')).toHaveLength(1);
});
