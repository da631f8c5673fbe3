import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import {
  cifar10,
  cifar10Evaluation,
  idxEvaluation,
  idxFolder,
  imageFolder,
  imageFolderEvaluation,
  imageTable,
  imageTableEvaluation,
  openDataset,
  openEvaluation,
  parquetEvaluation,
  parquetImages,
  pixelDataset,
  scanFolder,
  webDataset,
  webDatasetEvaluation,
} from '../index.ts';

const openers = Object.entries({
  imageFolder,
  imageFolderEvaluation,
  scanFolder,
  imageTable,
  imageTableEvaluation,
  webDataset,
  webDatasetEvaluation,
  parquetImages,
  parquetEvaluation,
  cifar10,
  cifar10Evaluation,
  idxFolder,
  idxEvaluation,
  openDataset,
  openEvaluation,
});
const misspelt: object = { maxPixel: 1 };

it.each(openers)('%s refuses an option that does not exist, before it reads a file', async (name, open) => {
  const failure: unknown = await open('nowhere', misspelt).catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toMatch(new RegExp(`${name}: "maxPixel" is not an option: did you mean "maxPixels"\\?`));
});

it('pixelDataset refuses an option that does not exist', () => {
  const image = { pixels: new Uint8Array(3), labels: Int32Array.of(0), width: 1, height: 1 };
  const config = { classes: ['a'], train: image, validation: image, augment: true };
  expect(() => pixelDataset(config)).toThrow('pixelDataset: "augment" is not an option');
});
