import { imageFolder } from '@attune/data';
import { memoryFiles } from '@attune/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StorageFullError } from '../errors/storage-full-error.ts';
import { requireClassName } from './class-name.ts';
import { datasetState } from './dataset-state.ts';
import { divide } from './divide.ts';
import { layOut, layOutFor } from './lay-out.ts';
import { PhotoShelf } from './photo-shelf.ts';
import type { HeldPhoto } from './photo.ts';

const photo = (name: string, className: string, more: Partial<HeldPhoto> = {}): HeldPhoto => ({
  id: `${className}-${name}`,
  name,
  className,
  group: null,
  part: null,
  file: new Blob([name]),
  ...more,
});

const photos = ['ants', 'bees'].flatMap((className) => Array.from({ length: 10 }, (_, number) => photo(`${number}.ppm`, className)));

const burstOf = (className: string) => Array.from({ length: 12 }, (_, number) => photo(`camera-${number}.png`, className, { group: className }));

describe('divide', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-photos-'));
    for (const { className, name } of photos) {
      await mkdir(join(folder, className), { recursive: true });
      await writeFile(join(folder, className, name), `P3 1 1 255 ${name.length} 0 0\n`);
    }
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('holds back the photos that the command holds back of the same folder', async () => {
    const { validation } = await imageFolder(folder, { imageSize: 32 });
    const theirs = Array.from({ length: validation.size }, (_, index) => validation.nameOf(index).split('/').slice(-2).join('-'));
    const ours = [...divide(photos)].filter(([, part]) => part === 'validation').map(([id]) => id);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    expect(ours.length).toBeGreaterThan(0);
  });

  it('leaves photos where their folders put them, a burst whole, and a lone photo in training', () => {
    const placed = [photo('a.jpg', 'ants', { part: 'validation' }), photo('b.jpg', 'ants'), photo('c.jpg', 'wasps')];
    expect([...divide(placed)]).toEqual([
      ['ants-a.jpg', 'validation'],
      ['ants-b.jpg', 'train'],
      ['wasps-c.jpg', 'train'],
    ]);
    const burst = Array.from({ length: 12 }, (_, number) => photo(`${number}.png`, 'ants', { group: 'one' }));
    expect(new Set(divide([...burst, ...photos]).values()).size).toBe(2);
    expect(new Set(burst.map(({ id }) => divide([...burst, ...photos]).get(id))).size).toBe(1);
  });

  it('holds back the last fifth of a class that is one burst, by the numbers in the names', () => {
    const parts = divide([...burstOf('fist'), ...burstOf('thumb')]);
    const held = [...parts].filter(([, part]) => part === 'validation').map(([id]) => id);
    expect(held).toEqual(['fist-camera-10.png', 'fist-camera-11.png', 'thumb-camera-10.png', 'thumb-camera-11.png']);
  });

  it('divides photos of training folders where no folder holds any back', () => {
    const placed = photos.map((one): HeldPhoto => ({ ...one, part: 'train' }));
    expect([...divide(placed)]).toEqual([...divide(photos)]);
  });
});

describe('layOutFor', () => {
  const withMoths = [...photos, ...Array.from({ length: 10 }, (_, number) => photo(`${number}.ppm`, 'moths'))];

  it('leaves out the photos of classes that the run does not have, counts those that were held back, and moves no other', () => {
    const { files, strangers } = layOutFor(['ants', 'bees'], withMoths);
    expect(files.map(({ path }) => path)).toEqual(
      layOut(withMoths)
        .files.map(({ path }) => path)
        .filter((path) => !path.includes('/moths/')),
    );
    expect(strangers).toBe([...divide(withMoths)].filter(([id, part]) => id.startsWith('moths') && part === 'validation').length);
    expect(strangers).toBeGreaterThan(0);
  });

  it('refuses photos of other classes alone, by name', () => {
    expect(() => layOutFor(['wasps', 'flies'], photos)).toThrow(
      'The run was trained with the classes wasps, flies, and the photos have ants, bees: give the photos their old classes, or train anew.',
    );
  });
});

it('layOut gives every photo a path of its own, and knows it again', () => {
  const twins = [photo('x.jpg', 'ants', { id: 'one' }), photo('x.jpg', 'ants', { id: 'two' }), photo('y.jpg', 'bees', { part: 'validation' })];
  const { files, idAt } = layOut(twins);
  expect(files).toHaveLength(3);
  expect(files.map(({ path }) => idAt.get(path))).toEqual(['one', 'two', 'bees-y.jpg']);
  expect(files.map(({ path }) => path)).toContain('val/bees/y.jpg');
});

const obstacles = (some: readonly HeldPhoto[], made: readonly string[] = []) => datasetState(some, { made }).obstacles;
const kinds = (some: readonly HeldPhoto[], unkept = 0) => datasetState(some, { unkept }).warnings.map(({ kind }) => kind);

it('datasetState warns of one class, of few images, of an imbalance, of names that are alike, and of a class that is not judged', () => {
  expect(kinds(photos)).toEqual([]);
  expect(kinds([photo('a.jpg', 'ants')], 1)).toEqual(['one-class', 'few-images', 'not-judged', 'not-kept']);
  expect(kinds([...photos, photo('a.jpg', 'wasps')])).toEqual(['few-images', 'imbalance', 'not-judged']);
  const twice = datasetState([...photos, ...photos.map((one) => ({ ...one, id: `${one.id}-2`, className: one.className.toUpperCase() }))]);
  expect(twice.warnings.filter(({ kind }) => kind === 'alike')).toEqual([
    { kind: 'alike', names: ['ANTS', 'ants'] },
    { kind: 'alike', names: ['BEES', 'bees'] },
  ]);
});

it.each([
  ['classes', photos, ['Ants']],
  ['labels', photos.map((one) => ({ ...one, className: '', labels: [one.className] })), ['Ants']],
])('datasetState warns of a name that is like another before it has photos: %s', (_, some, made) => {
  expect(datasetState(some, { made }).warnings).toContainEqual({ kind: 'alike', names: ['Ants', 'ants'] });
});

it('datasetState names what keeps a training from starting: one class, none or one photo of a class, none to train on', () => {
  expect(obstacles(photos)).toEqual([]);
  expect(obstacles([])).toEqual([{ kind: 'one-class' }]);
  expect(obstacles(photos, ['ants', 'wasps'])).toEqual([{ kind: 'no-images', className: 'wasps' }]);
  const judgedOnly = [photo('a.jpg', 'moths', { part: 'validation' }), photo('b.jpg', 'moths', { part: 'validation' })];
  expect(obstacles([...photos, photo('a.jpg', 'wasps'), ...judgedOnly])).toEqual([
    { kind: 'one-image', className: 'wasps' },
    { kind: 'none-to-train', className: 'moths' },
  ]);
});

it('datasetState knows how large the photos usually are, of those whose size was noted', () => {
  const sized = [40, 640, 480].map((side, number) => photo(`${number}.jpg`, 'ants', { side }));
  expect(datasetState([...sized, photo('old.jpg', 'bees')]).usualSide).toBe(480);
  expect(datasetState(photos).usualSide).toBeNull();
});

describe('PhotoShelf', () => {
  it('is the same after a reload: labels, groups, bytes', async () => {
    const files = memoryFiles();
    const shelf = await PhotoShelf.open(files);
    await shelf.add([photo('a.jpg', 'ants', { group: 'burst' }), photo('b.jpg', 'bees')]);
    await shelf.retell(['bees-b.jpg'], () => ({ className: 'wasps' }));
    await shelf.takeOut(['ants-a.jpg']);
    const again = await PhotoShelf.open(files);
    expect(again.photos.map(({ name, className }) => [name, className])).toEqual([['b.jpg', 'wasps']]);
    expect(await again.find('bees-b.jpg')!.file.text()).toBe('b.jpg');
  });

  it('reads photos from its own files once they are kept, whatever becomes of those that they came from', async () => {
    const files = memoryFiles();
    const shelf = await PhotoShelf.open(files);
    const unplugged = new Blob(['a.jpg']);
    await shelf.add([photo('a.jpg', 'ants', { file: unplugged })]);
    unplugged.text = () => Promise.reject(new DOMException('A requested file or directory could not be found.', 'NotFoundError'));
    expect(await shelf.find('ants-a.jpg')!.file.text()).toBe('a.jpg');
  });

  it('does not write again what was taken out and comes once more, so that undo can read it', async () => {
    const files = memoryFiles();
    const written: string[] = [];
    const writeSafely = async (path: string, parts: Iterable<Uint8Array>) => (written.push(path), files.writeSafely(path, parts));
    const shelf = await PhotoShelf.open({ ...files, writeSafely });
    await shelf.add([photo('a.jpg', 'ants')]);
    await shelf.takeOut(['ants-a.jpg']);
    await shelf.add([photo('a.jpg', 'ants')]);
    expect(written.filter((path) => path.startsWith('photos/'))).toEqual(['photos/ants-a.jpg']);
  });

  it('puts back what was taken out until it is discarded, which frees its room', async () => {
    const files = memoryFiles();
    const shelf = await PhotoShelf.open(files);
    await shelf.add([photo('a.jpg', 'ants'), photo('b.jpg', 'bees')]);
    const before = shelf.snapshot();
    await shelf.takeOut(['ants-a.jpg']);
    await shelf.restore(before);
    expect(await (await PhotoShelf.open(files)).find('ants-a.jpg')!.file.text()).toBe('a.jpg');
    await shelf.takeOut(['ants-a.jpg']);
    await shelf.discard();
    expect(await files.list('photos')).toEqual(['photos/bees-b.jpg']);
  });

  it('keeps classes without photos until they are removed', async () => {
    const files = memoryFiles();
    const shelf = await PhotoShelf.open(files);
    for (const name of ['wasps', 'moths', 'wasps']) await shelf.makeClass(name);
    expect((await PhotoShelf.open(files)).made).toEqual(['wasps', 'moths']);
    await shelf.forgetClass('wasps');
    expect((await PhotoShelf.open(files)).made).toEqual(['moths']);
  });

  it('holds what the files have no room for, counts it, and does not promise it to the next visit', async () => {
    const files = memoryFiles();
    const full = {
      ...files,
      writeSafely: (path: string, parts: Iterable<Uint8Array>) =>
        path.startsWith('photos/') ? Promise.reject(new StorageFullError(path, null)) : files.writeSafely(path, parts),
    };
    const shelf = await PhotoShelf.open(full);
    await shelf.add([photo('a.jpg', 'ants')]);
    expect([shelf.photos.length, shelf.unkept]).toEqual([1, 1]);
    expect((await PhotoShelf.open(files)).photos).toEqual([]);
  });
});

it.each(['', '  ', 'a/b', '.hidden', 'back\\slash'])('requireClassName refuses %o, which no folder can have', (name) => {
  expect(() => requireClassName(name)).toThrow('cannot name a class');
});
