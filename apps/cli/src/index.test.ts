import { expect, test } from 'vitest';

import * as browser from './browser.ts';
import * as library from './index.ts';

const nodeOnly = [
  'cifar10',
  'decodeImage',
  'emojiSample',
  'fileCache',
  'imageFolder',
  'imageTable',
  'openDataset',
  'openEvaluation',
  'parquetImages',
  'sampleWeights',
  'webDataset',
];
const browserOnly = [
  'browserCache',
  'browserDataset',
  'browserEvaluation',
  'decodeImageFile',
  'filesFromDirectoryHandle',
  'filesFromDrop',
  'filesFromFileList',
  'frameFromVideo',
];

test('the library has the parts of a program of fine-tuning', () => {
  const names = [
    'startBackend',
    'imageFolder',
    'resnet18',
    'vgg16',
    'cbam',
    'se',
    'loadPretrained',
    'fineTune',
    'threeStage',
    'saveModel',
    'open',
    'classify',
    'gradCam',
  ];
  expect(Object.keys(library)).toEqual(expect.arrayContaining(names));
});

test('Node and browsers have the same names, but for images and caches', () => {
  expect(namesOf(browser, browserOnly)).toEqual(namesOf(library, nodeOnly));
  expect(Object.keys(library)).toEqual(expect.arrayContaining(nodeOnly));
  expect(Object.keys(browser)).toEqual(expect.arrayContaining(browserOnly));
});

function namesOf(module: object, without: readonly string[]): string[] {
  return Object.keys(module).filter((name) => !without.includes(name));
}
