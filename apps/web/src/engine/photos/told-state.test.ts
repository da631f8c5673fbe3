import { expect, test } from 'vitest';

import { datasetState } from './dataset-state.ts';
import { joined } from './join-photos.ts';
import { layOut } from './lay-out.ts';
import type { HeldPhoto } from './photo.ts';
import { renamed, withLabel, withoutLabel } from './retell.ts';

const photo = (id: string, more: Partial<HeldPhoto>): HeldPhoto => ({
  id,
  name: `${id}.png`,
  className: '',
  group: null,
  part: null,
  file: new Blob([id]),
  ...more,
});
const table = async (photos: readonly HeldPhoto[]) => {
  const { files, idAt: _, ...options } = layOut(photos);
  return { options, lines: (await files.at(-1)!.file.text()).split('\n') };
};

const labelled = [
  photo('a', { labels: ['sky', 'dog'], part: 'train' }),
  photo('b', { labels: [], part: 'train' }),
  photo('c', { labels: ['dog'], part: 'validation' }),
];
const numbered = [photo('a', { values: { age: 4, 'weight, kg': 1.5 } }), photo('b', { values: { age: 10, 'weight, kg': 2.5 } })];

test('labels are counted over the photos that have them, and one that nothing judges is told', () => {
  const { task, classes, warnings, obstacles } = datasetState(labelled);
  expect({ task, classes, obstacles }).toEqual({
    task: 'multi-label',
    classes: [
      { name: 'dog', images: 2 },
      { name: 'sky', images: 1 },
    ],
    obstacles: [],
  });
  expect(warnings).toContainEqual({ kind: 'few-images', className: 'dog', images: 2 });
});

test('numbers have their range, in the order of the table', () => {
  expect(datasetState(numbered).classes).toEqual([
    { name: 'age', images: 2, range: { least: 4, most: 10, mean: 7 } },
    { name: 'weight, kg', images: 2, range: { least: 1.5, most: 2.5, mean: 2 } },
  ]);
});

test('a photo alone cannot be trained on and judged by', () => {
  expect(datasetState(numbered.slice(0, 1)).obstacles).toEqual([{ kind: 'too-few-photos' }]);
});

test('photos are laid out with the table that the command would read of them', async () => {
  expect(await table(labelled)).toEqual({
    options: { table: 'labels.csv', task: 'multi-label' },
    lines: [
      '"path","split","group","labels"',
      '"photos/a.png","train","","[""sky"",""dog""]"',
      '"photos/b.png","train","","[]"',
      '"photos/c.png","val","","[""dog""]"',
    ],
  });
  const { options, lines } = await table(numbered);
  expect(options).toEqual({ table: 'labels.csv', task: 'regression', targets: ['age', 'weight, kg'] });
  expect(lines[0]).toBe('"path","split","group","age","weight, kg"');
});

test('a label is added, taken and renamed without the others; a number keeps its value', () => {
  expect(withLabel(labelled[0]!, 'cat').labels).toEqual(['sky', 'dog', 'cat']);
  expect(withoutLabel(labelled[0]!, 'sky').labels).toEqual(['dog']);
  expect(renamed(labelled[0]!, 'sky', 'dog').labels).toEqual(['dog']);
  expect(renamed(numbered[0]!, 'age', 'years').values).toEqual({ years: 4, 'weight, kg': 1.5 });
  expect(withoutLabel(numbered[0]!, 'age').values).toEqual({ 'weight, kg': 1.5 });
});

test('photos of a class folder get a label beside labels, are left out beside numbers, and numbers are not mixed with labels', () => {
  const come = { photos: [photo('d', { className: 'sky' })], broken: [], skipped: [] };
  expect(joined(come, labelled).photos.map(({ className, labels }) => ({ className, labels }))).toEqual([{ className: '', labels: ['sky'] }]);
  expect(joined(come, numbered)).toMatchObject({ photos: [], skipped: [{ path: 'd.png', kind: 'no-number' }] });
  expect(() => joined({ ...come, photos: numbered }, labelled)).toThrow(/replace them/u);
  expect(() => joined({ ...come, photos: [photo('e', { values: { age: 1 } })] }, numbered)).toThrow(/replace them/u);
});
