import { expect, test } from 'vitest';

import * as data from './index.ts';

test('the package exports these names and no others', () => {
  expect(Object.keys(data).sort()).toEqual([
    'DataOptionError',
    'DatasetError',
    'ImageError',
    'ImageSplit',
    'cifar10',
    'cifar10Evaluation',
    'decodeImage',
    'describeImage',
    'groupedSplit',
    'idxEvaluation',
    'idxFolder',
    'imageExtensions',
    'imageFolder',
    'imageFolderEvaluation',
    'imageTable',
    'imageTableEvaluation',
    'keyedRandom',
    'kindOf',
    'openDataset',
    'openEvaluation',
    'parquetEvaluation',
    'parquetImages',
    'permutation',
    'pixelDataset',
    'pixelEvaluation',
    'preprocess',
    'preprocessingFor',
    'resize',
    'scanFolder',
    'selectPixels',
    'standardAugmentation',
    'stratifiedSplit',
    'webDataset',
    'webDatasetEvaluation',
  ]);
});
