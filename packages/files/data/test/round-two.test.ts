import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type ImageDataset,
  type LabelledImages,
  datasetChanges,
  decodeImage,
  findCopies,
  findDuplicates,
  imageFolder,
  keptSides,
  openDataset,
  recordDataset,
  scanFolder,
  sharedImages,
} from '../src/index.ts';

const data = process.env.ATTUNE_DATA;
const file = (name: string) => join(data ?? '', '..', 'cases/round2', name);
const plain = { imageSize: 8 } as const;
const namesOf = (images: LabelledImages) => Array.from({ length: images.size }, (_, index) => images.nameOf(index));
const countsOf = ({ counts }: ImageDataset) => Object.fromEntries(counts.map(({ name, train, validation }) => [name, train + validation]));

/** Public bug reports and their siblings as inputs; their names are in the titles. */
describe.skipIf(data === undefined)('cases of the second round', () => {
  let root = '';

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'attune-cases-'));
    for (const name of ['D07_train', 'D06_split_both']) execFileSync('tar', ['-C', root, '-xf', file(`folders/${name}.tar`)]);
  });

  afterAll(() => rm(root, { recursive: true }));

  test.each(['a_training_testing', 'c_seg', 'h_wrapped'])('%s: 12 images to train on and 6 to validate with, of cat, dog and eel', async (name) => {
    const { train, validation, classes } = await imageFolder(file(`folders/${name}`), plain);
    expect([train.size, validation.size, classes]).toEqual([12, 6, ['cat', 'dog', 'eel']]);
  });

  test('D07: a link to a folder above gives a class nothing, and is reported', async () => {
    const { train, validation, skipped } = await scanFolder(join(root, 'D07_train'));
    expect([train.length, validation?.length]).toEqual([6, 6]);
    expect(skipped).toMatchObject([{ path: join(root, 'D07_train/train/a/up') }]);
  });

  test('D06: both forms of one name are one class of 8', async () => {
    expect((await imageFolder(join(root, 'D06_split_both'), plain)).counts).toEqual([
      { name: 'caf\u00e9', train: 8, validation: 8 },
      { name: 'dog', train: 8, validation: 8 },
    ]);
  });

  test('P16: the image that is in both parts and under two labels is found, and left out of training on request', async () => {
    const folder = file('folders/P16_leak');
    expect(await findDuplicates(await scanFolder(folder))).toMatchObject([{ acrossParts: true, acrossClasses: true }]);
    const { train, validation } = await imageFolder(folder, plain);
    expect((await sharedImages(train, validation)).map(({ trainedAs }) => trainedAs)).toEqual(['train/cat/cat0_172.jpg', 'train/cat/cat0_172.jpg']);
    const without = await imageFolder(folder, { ...plain, dropDuplicates: true });
    expect([without.train.size, await sharedImages(without.train, without.validation)]).toEqual([7, []]);
  });

  test.each([
    ['k_depth_first', 12, 12],
    ['n_pairing', 12, 0],
    ['l_empty_cls', 11, 1],
    ['m_minus1', 11, 1],
  ])('tar/%s: %i samples, %i files left out and reported', async (name, samples, left) => {
    const { train, validation, skipped } = await openDataset(file(`tar/${name}`), plain);
    expect([train.size + validation.size, skipped.length]).toEqual([samples, left]);
    for (const images of [train, validation])
      namesOf(images).forEach((image, index) => expect(images.labels[index], image).toBe(Number(/(\d+)\.jpg$/u.exec(image)![1]) % 2));
  });

  test.each(['backslash', 'semicolon', 'spaces', 'image_noext'])('table/%s: 12 images of three classes', async (name) => {
    expect(countsOf(await openDataset(file(`table/${name}.csv`), plain))).toEqual({ cat: 4, dog: 4, eel: 4 });
  });

  test('table/emptylabel: the row without a label is left out with its line', async () => {
    const { classes, skipped } = await openDataset(file('table/emptylabel.csv'), plain);
    expect([classes, skipped.map(({ reason }) => reason)]).toEqual([['cat', 'dog', 'eel'], ['its label is empty (line 14)']]);
  });

  test('table/dup_all: every file is listed twice, found, and never on both sides', async () => {
    const dataset = await openDataset(file('table/dup_all.csv'), plain);
    const held = new Set(namesOf(dataset.validation));
    expect([(await findCopies(dataset)).length, namesOf(dataset.train).filter((name) => held.has(name))]).toEqual([12, []]);
  });

  test('P19: with an image more in each class, no image of before changes sides', async () => {
    const photos = join(root, 'photos');
    await cp(file('resume/P19/photos'), photos, { recursive: true });
    const before = await recordDataset(await imageFolder(photos, plain));
    for (const name of ['a', 'b']) await cp(file(`resume/P19/photos/${name === 'a' ? 'b' : 'a'}/0.png`), join(photos, name, 'new.png'));
    const now = await recordDataset(await imageFolder(photos, { ...plain, keep: keptSides(before) }));
    expect(datasetChanges(before, now)).toMatchObject({ added: ['a/new.png', 'b/new.png'], removed: [], altered: [], moved: [], isSame: false });
    expect(datasetChanges(before, await recordDataset(await imageFolder(photos, plain)))).toMatchObject({ moved: [] });
  });

  test('float01.tif: a TIFF of floating-point numbers is refused in words', async () => {
    await expect(decodeImage(await readFile(file('image/float01.tif')))).rejects.toThrow('it is a TIFF of floating-point numbers, which is not read');
  });

  test('lab.tif: a TIFF of another colour space than is read is an error, never another picture', async () => {
    await expect(decodeImage(await readFile(file('image/lab.tif')))).rejects.toMatchObject({ code: 'ATTUNE_IMAGE', reason: expect.stringMatching(/labq/u) });
  });
});
