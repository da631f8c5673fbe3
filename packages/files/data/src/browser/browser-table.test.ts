import { expect, test } from 'vitest';

import { type BrowserFile, DatasetError, browserDataset, browserEvaluation, scanTable, tableAmong } from '../browser.ts';

/** A picture of 2 × 2 pixels, no two numbers alike. */
const picture = (number: number) => new Blob([new TextEncoder().encode('P6 2 2 255\n'), Uint8Array.from({ length: 12 }, (_, at) => (at * 7 + number) % 256)]);
const table = (path: string, ...lines: readonly string[]): BrowserFile => ({ path, file: new Blob([lines.join('\n')]) });
const photos = (count: number): BrowserFile[] => Array.from({ length: count }, (_, number) => ({ path: `set/images/${number}.ppm`, file: picture(number) }));
const small = { imageSize: 2 } as const;
const found = (...paths: readonly string[]) => tableAmong(paths.map((path) => ({ path })));

test('the table of files that a page was handed is the only one beside them, or the one called labels', () => {
  expect(found('set/1.png', 'set/about.csv', 'set/deep/labels.csv')).toBe('set/about.csv');
  expect(found('set/a.csv', 'set/Labels.csv')).toBe('set/Labels.csv');
  expect(found('a.csv', 'b.csv', '1.png')).toBe(null);
});

test('a scan tells the task by the columns, and each image with its labels, part and group; the rest has its reason', async () => {
  const lines = ['file,labels,split,group', '0,sky;dog,train,a', 'images/1.ppm,,val,', '2.ppm,dog,,', '3.ppm,NaN,,', '9.ppm,dog,,'];
  const scan = await scanTable({ files: [...photos(4), table('set/labels.csv', ...lines)], table: 'set/labels.csv' });
  expect({
    ...scan,
    images: scan.images.map(({ path, names, part, group }) => ({ path, names, part, group })),
    broken: scan.broken.map(({ path }) => path),
  }).toEqual({
    task: 'multi-label',
    names: ['dog', 'sky'],
    images: [
      { path: 'set/images/0.ppm', names: ['sky', 'dog'], part: 'train', group: 'a' },
      { path: 'set/images/2.ppm', names: ['dog'], part: null, group: null },
    ],
    skipped: [{ path: 'images/set/images/3.ppm', reason: 'its label is NaN (line 5)' }],
    broken: ['images/set/images/images/1.ppm', 'images/set/images/9.ppm'],
  });
});

test('a dataset of numbers has the scales of its training images, as in Node', async () => {
  const lines = ['path,split,age,weight', ...Array.from({ length: 6 }, (_, number) => `${number}.ppm,${number < 4 ? 'train' : 'val'},${number},${number * 2}`)];
  const files = [...photos(6), table('set/labels.csv', ...lines)];
  const dataset = await browserDataset({ ...small, files, task: 'regression', targets: ['age', 'weight'] });
  expect(dataset.classes).toEqual(['age', 'weight']);
  expect(dataset.task).toEqual({ kind: 'regression', scales: [1, 2].map((times) => ({ mean: 1.5 * times, deviation: Math.sqrt(1.25) * times })) });
  expect([...dataset.validation.targets!]).toEqual([4, 8, 5, 10]);
  const judged = await browserEvaluation({ ...small, files, task: 'regression', targets: ['weight', 'age'] });
  expect([...judged.images.targets!]).toEqual([8, 4, 10, 5]);
});

test('several labels without a table are refused, with the way out', async () => {
  await expect(browserDataset({ ...small, files: photos(2), task: 'multi-label' })).rejects.toThrow(DatasetError);
  await expect(browserDataset({ ...small, files: photos(2), task: 'multi-label' })).rejects.toThrow(/labels\.csv/u);
});
