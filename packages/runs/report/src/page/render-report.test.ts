import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';

import { renderReport } from './render-report.ts';
import type { RunReport } from './run-report.ts';

const epoch = { trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.4, validationAccuracy: 0.75, learningRates: { head: 0.01 }, seconds: 2 };
const group = { epochs: 1, group: 'head', learningRate: 0.01, schedule: 'cosine', batchNorm: 'frozen', augment: false };
const picture = { source: 'data:image/png;base64,AAAA', title: 'ants/1.jpg' };

const report: RunReport = {
  title: 'ants & <bees>',
  facts: [['Data', 'ants']],
  command: 'attune finetune "ants"',
  recipe: [
    { stage: 'head', ...group },
    { stage: 'all', ...group },
  ],
  epochs: [
    { stage: 'head', ...epoch },
    { stage: 'all', ...epoch },
  ],
  trainImages: 10,
  classes: ['ants', 'bees'],
  predictions: { classes: 2, labels: Int32Array.of(0, 1, 1, 0), probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4) },
  pictures: new Map([[2, picture]]),
  hardest: [{ image: 2, maps: [picture] }],
  easiest: [],
  gates: [{ stage: 'all', block: 'layer1.0.cbam', channels: 0.01, positions: 0.02 }],
};

it('is one page without scripts and without an address outside itself', () => {
  const page = renderReport(report, parseHTML('<html></html>').document);
  expect(page).not.toMatch(/<script|<link|@import|url\((?!#)/u);
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/gu)].every(([, address]) => /^(data:|#)/u.test(address!))).toBe(true);
  expect(page).toContain('ants &amp; &lt;bees&gt;');
});

it('opens the images of a cell of the confusion matrix', () => {
  const { document } = parseHTML(renderReport(report, parseHTML('<html></html>').document));
  const link = document.querySelector('a.wrong')!;
  expect(link.textContent).toBe('1');
  expect(document.querySelectorAll(`${link.getAttribute('href')} img`)).toHaveLength(1);
});

it('draws a rule where a stage ends, and says what the figures are', () => {
  const { document } = parseHTML(renderReport(report, parseHTML('<html></html>').document));
  expect(document.querySelectorAll('.chart svg')).toHaveLength(6);
  expect(document.querySelectorAll('svg [stroke-dasharray="2 3"] line')).toHaveLength(3);
  expect(document.querySelector('section .lead')!.textContent).toMatch(/75\.0 % of 4 validation images/u);
});
