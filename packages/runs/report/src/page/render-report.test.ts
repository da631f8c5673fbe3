import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';

import { renderReport } from './render-report.ts';
import type { RunReport } from './run-report.ts';

const epoch = { trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.4, validationAccuracy: 0.75, learningRates: { head: 0.01 }, seconds: 2 };
const group = { epochs: 1, group: 'head', learningRate: 0.01, schedule: 'cosine', batchNorm: 'frozen', augment: false };
const picture = { source: 'data:image/png;base64,AAAA', title: 'ants/1.jpg' };

const report: RunReport = {
  title: 'ants & <bees>',
  date: '2026-11-29',
  network: 'resnet20 with CBAM (identity)',
  facts: [['Data', 'ants']],
  again: { where: 'Here:', command: 'attune finetune "ants"' },
  recipe: [
    { stage: 'head', ...group },
    { stage: 'all', ...group },
  ],
  epochs: [
    { stage: 'head', ...epoch },
    { stage: 'all', ...epoch },
  ],
  data: {
    counts: [
      { name: 'ants', train: 6, validation: 2 },
      { name: 'bees', train: 4, validation: 2 },
    ],
    skipped: [{ path: 'ants/notes.txt', reason: 'is not an image' }],
    shared: [{ name: 'val/1.jpg', trainedAs: 'train/1.jpg' }],
  },
  classes: ['ants', 'bees'],
  predictions: { classes: 2, labels: Int32Array.of(0, 1, 1, 0), probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4) },
  temperature: 2,
  leastSimilarity: 0.625,
  control: null,
  pictures: new Map([[2, picture]]),
  hardest: [
    {
      image: 2,
      seen: picture.source,
      stages: [
        { stage: 'head', source: picture.source, predicted: 1, confidence: 0.6 },
        { stage: 'best weights, all', source: picture.source, predicted: 0, confidence: 0.7 },
      ],
      attention: { ...picture, title: 'layer3.2.cbam', least: 0.98, most: 1.04, hardlyActs: true },
    },
  ],
  easiest: [],
  gates: [{ stage: 'all', block: 'layer1.0.cbam', channels: 0.01, positions: 0.02 }],
};

const pageOf = (changes: Partial<RunReport> = {}) => renderReport({ ...report, ...changes }, parseHTML('<html></html>').document);
const documentOf = (changes: Partial<RunReport> = {}) => parseHTML(pageOf(changes)).document;
const textOf = (changes: Partial<RunReport> = {}) => documentOf(changes).body.textContent.replaceAll(/\s+/gu, ' ');

it('tells whether attention helped, with the interval, where the run has a control', () => {
  expect(textOf()).not.toContain('With and without attention');
  const counts = { images: 153, accuracy: 145 / 153, controlAccuracy: 135 / 153, onlyWith: 12, onlyWithout: 2 };
  const control = { ...counts, difference: 10 / 153, low: 0.0164, high: 0.1126, pValue: 0.0129 };
  expect(textOf({ control })).toContain(
    'Attention helped: the difference is more than chance makes of so many images.+6.5 points of accuracy on 153 validation images; 95 % interval +1.6 to +11.3.',
  );
  expect(textOf({ control: { ...control, pValue: 0.06 } })).toContain('It is not shown that attention helped or hurt');
});

it('is one page without scripts and without an address outside itself', () => {
  const page = pageOf();
  expect(page).not.toMatch(/<script|<link|@import|url\((?!#)/u);
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/gu)].every(([, address]) => /^(data:|#)/u.test(address!))).toBe(true);
  expect(page).toContain('ants &amp; &lt;bees&gt;');
});

it('says in words what came of the run, before how it was done', () => {
  const document = documentOf();
  expect(document.querySelector('header')!.textContent.replaceAll(/\s+/gu, ' ')).toMatch(
    /2026-11-29.*resnet20 with CBAM \(identity\) learned to tell ants and bees apart from 10 images, in 2 epochs\..*75\.0 % 3 of 4 validation images right.*most frequent class: 50\.0 %.*bees taken for ants \(1 image\)/u,
  );
  const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
  expect(headings.indexOf('Accuracy')).toBeLessThan(headings.indexOf('Training'));
  expect(headings.indexOf('Training')).toBeLessThan(headings.indexOf('Recipe'));
});

it('opens the images of a cell of the confusion matrix, and shades it by its share of the class', () => {
  const document = documentOf();
  const link = document.querySelector('a.wrong')!;
  expect(link.textContent).toBe('1');
  expect(link.getAttribute('style')).toBe('--share:0.500');
  expect(document.querySelectorAll(`${link.getAttribute('href')} img`)).toHaveLength(1);
});

it('draws a rule where a stage ends and one at the best epoch', () => {
  const document = documentOf();
  expect(document.querySelectorAll('.chart svg')).toHaveLength(6);
  expect(document.querySelectorAll('svg [stroke-dasharray="2 3"] line')).toHaveLength(3);
  expect(document.querySelectorAll('svg [stroke-opacity="0.35"] line')).toHaveLength(2);
});

it('names the best epoch by the rule of the training: of equal accuracies the lowest loss', () => {
  expect(textOf()).toContain('Best epoch: 1, in stage “head”');
  expect(textOf({ epochs: [report.epochs[0]!, { ...report.epochs[1]!, validationLoss: 0.3 }] })).toContain('Best epoch: 2, in stage “all”');
});

it('says how far confidence is from accuracy, with the temperature of the run and without', () => {
  const certain = { ...report.predictions, probabilities: Float32Array.of(0.6, 0.4, 0.4, 0.6, 0.6, 0.4, 0.6, 0.4) }; // 3 of 4 right at 0.6
  expect(textOf({ predictions: certain })).toContain(
    'Expected calibration error 15.0 % at temperature 2.00, which the run fitted on these same images; 5.8 % without it.',
  );
  expect(textOf({ predictions: certain, temperature: 1 })).toContain('Expected calibration error 15.0 %.');
});

it('says from which similarity on an image is known, where the run tells', () => {
  expect(textOf()).toContain('when its similarity to the nearest class centre is below 0.63');
  expect(textOf({ leastSimilarity: null })).not.toContain('similarity');
});

it('captions each map with the true class and what was said, and gates that hardly act', () => {
  const captions = [...documentOf().querySelectorAll('.maps figcaption')].map(({ textContent }) => textContent);
  expect(captions).toEqual([
    'bees, as the network sees it',
    'head: bees → bees 60.0 %',
    'best weights, all: bees → ants 70.0 %',
    'layer3.2.cbam: gates from 0.980 to 1.040, hardly acts',
  ]);
});

it('tells how the data was divided, what was skipped, and what stands on both sides', () => {
  expect(textOf()).toMatch(/ants62bees42all104|ants 6 2 ?bees 4 2 ?all 10 4/u);
  expect(textOf()).toMatch(/1 file was skipped ?ants\/notes\.txt: is not an image/u);
  expect(textOf()).toMatch(/1 validation image is trained on too.*val\/1\.jpg is train\/1\.jpg/u);
});

it('says what its figures do not show', () => {
  const limits = textOf();
  expect(limits).toMatch(/4 validation images are few: the accuracy may lie .* higher or lower/u);
  expect(limits).toContain('Fewer than 20 validation images: ants and bees.');
  expect(limits).toContain('The best of 2 epochs was chosen on the images that judge it here');
  expect(textOf({ epochs: [report.epochs[0]!] })).not.toContain('was chosen on the images');
});
