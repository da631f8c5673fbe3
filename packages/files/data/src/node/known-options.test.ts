import { UnknownOptionError } from '@attune/errors';
import { expect, it } from 'vitest';

import { decodeImageFile } from '../browser/decode-image-file.ts';
import {
  ImageSplit,
  type FolderScan,
  type LabelledImages,
  cifar10,
  cifar10Evaluation,
  decodeImage,
  describeImage,
  findCopies,
  findDuplicates,
  groupedSplit,
  idxEvaluation,
  idxFolder,
  imageFolder,
  imageFolderEvaluation,
  imageTable,
  imageTableEvaluation,
  namedSplit,
  openDataset,
  openEvaluation,
  parquetEvaluation,
  parquetImages,
  pixelDataset,
  pixelEvaluation,
  resize,
  scanFolder,
  sharedImages,
  sharedWithTraining,
  stratifiedSplit,
  thumbnail,
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

const nothing = new Uint8Array();
const noImages = { size: 0, labels: new Int32Array() } as LabelledImages;
const noScan: Partial<FolderScan> = { train: [], validation: null };
const pixel = { pixels: new Uint8Array(3), labels: Int32Array.of(0), width: 1, height: 1 };
const share = { validationFraction: 0.5, seed: 0 };

const calls: readonly (readonly [name: string, call: (options: object) => unknown])[] = [
  ['decodeImage', (options) => decodeImage(nothing, options)],
  ['describeImage', (options) => describeImage(nothing, options)],
  ['thumbnail', (options) => thumbnail(nothing, options)],
  ['decodeImageFile', (options) => decodeImageFile(nothing, options)],
  ['resize', (options) => resize({ width: 1, height: 1, data: new Uint8Array(3) }, { width: 1, height: 1, ...options })],
  ['pixelEvaluation', (options) => pixelEvaluation(pixel, { classes: ['a'], ...options })],
  ['ImageSplit', (options) => new ImageSplit({ ...({} as ConstructorParameters<typeof ImageSplit>[0]), ...options })],
  ['findCopies', (options) => findCopies({ train: noImages, validation: noImages }, options)],
  ['findDuplicates', (options) => findDuplicates(noScan as FolderScan, options)],
  ['sharedImages', (options) => sharedImages(noImages, noImages, options)],
  ['sharedWithTraining', (options) => sharedWithTraining('nowhere', { images: noImages }, options)],
  ['namedSplit', (options) => namedSplit(new Int32Array(), { keys: [], ...share, ...options })],
  ['stratifiedSplit', (options) => stratifiedSplit(new Int32Array(), { ...share, ...options })],
  ['groupedSplit', (options) => groupedSplit(new Int32Array(), { groups: [], ...share, ...options })],
];

it.each(calls)('%s refuses an option that does not exist', async (name, call) => {
  const failure: unknown = await (async () => call({ colour: 1 }))().catch((cause: unknown) => cause);
  expect(UnknownOptionError.isInstance(failure)).toBe(true);
  expect(String(failure)).toContain(`${name}: "colour" is not an option: the options are `);
});
