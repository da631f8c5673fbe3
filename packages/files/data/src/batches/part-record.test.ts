import { expect, test } from 'vitest';

import { type PixelImages, pixelDataset } from './pixel-dataset.ts';
import { datasetChanges, keptSides, recordDataset, seenInTraining } from './part-record.ts';

/** Images of one pixel, named. */
const images = (named: Readonly<Record<string, number>>): PixelImages => {
  const names = Object.keys(named);
  return {
    pixels: Uint8Array.from(Object.values(named).flatMap((level) => [level, level, level])),
    labels: Int32Array.from(names, (name) => (name.startsWith('a') ? 0 : 1)),
    width: 1,
    height: 1,
    nameOf: (index) => names[index]!,
  };
};

const dataset = (train: Readonly<Record<string, number>>, validation: Readonly<Record<string, number>>, classes = ['a', 'b']) =>
  pixelDataset({ classes, train: images(train), validation: images(validation) });

const before = { train: { a1: 1, b1: 2 }, validation: { a2: 3, b2: 4 } };

test('the same images in another order have the same digest, other bytes or labels have not', async () => {
  const one = await recordDataset(dataset(before.train, before.validation));
  const turned = await recordDataset(dataset({ b1: 2, a1: 1 }, before.validation));
  expect([one.train.names, one.train.digest]).toEqual([['a1', 'b1'], turned.train.digest]);
  expect(datasetChanges(one, turned)).toEqual({ added: [], removed: [], altered: [], moved: [], isSame: true });
  expect(datasetChanges(one, await recordDataset(dataset(before.train, before.validation, ['a', 'c'])))).toMatchObject({ isSame: false });
});

test('what was added, removed, altered and moved is named', async () => {
  const one = await recordDataset(dataset(before.train, before.validation));
  const other = await recordDataset(dataset({ a1: 9, b2: 4, a3: 5 }, { a2: 3 }));
  expect(datasetChanges(one, other)).toEqual({ added: ['a3'], removed: ['b1'], altered: ['a1'], moved: ['b2'], isSame: false });
});

test('two images of one name, one in each part, are told apart', async () => {
  const one = await recordDataset(dataset({ a1: 1, a2: 2, b1: 3 }, { a1: 4, b1: 5 }));
  const other = await recordDataset(dataset({ a2: 2, b1: 9 }, { a1: 4, b1: 5, b3: 6 }));
  expect(datasetChanges(one, other)).toEqual({ added: ['b3'], removed: ['train/a1'], altered: ['train/b1'], moved: [], isSame: false });
});

test('known images keep their side by name, renamed ones by their bytes, new ones have none', async () => {
  const record = await recordDataset(dataset(before.train, before.validation));
  const keep = keptSides(record);
  expect(keep({ key: 'a2', mark: 'other' })).toBe('validation');
  expect(keep({ key: 'renamed', mark: record.train.marks[0]! })).toBe('train');
  expect(keep({ key: 'new', mark: 'other' })).toBeUndefined();
  expect(seenInTraining(record, dataset({ x: 1, b3: 7 }, before.validation).train)).toEqual(['x']);
});
