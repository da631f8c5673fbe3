import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { DatasetError, findCopies, openDataset, openEvaluation, recordDataset } from '../src/index.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-targets-'));
  for (let number = 0; number < 12; number++) {
    const background = { r: number * 20, g: 255 - number * 20, b: 80 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(root, `${number}.png`));
  }
});

afterAll(() => rm(root, { recursive: true }));

async function table(name: string, lines: readonly string[]): Promise<string> {
  const path = join(root, name);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

const rowsOf = ({ targets, size }: { readonly targets?: Float32Array | undefined; readonly size: number }) => {
  const width = targets!.length / size;
  return Array.from({ length: size }, (_, row) => [...targets!.subarray(row * width, (row + 1) * width)]);
};

const small = { imageSize: 8, loaderThreads: 0 } as const;

describe('several labels an image', () => {
  test('lists between ; | , and in JSON say the same, an empty cell says that there is none', async () => {
    const path = await table('lists.csv', [
      'file,labels',
      '0.png,cat;dog',
      '1.png,cat|dog',
      '2.png,"cat,dog"',
      '3.png,"[""cat"", ""dog""]"',
      `4.png,"['cat', 'dog']"`,
      '5.png,',
      '6.png,dog',
      '7.png,[]',
    ]);
    const { images, classes, skipped } = await openEvaluation(path, { ...small, task: 'multi-label' });
    expect(classes).toEqual(['cat', 'dog']);
    expect(rowsOf(images)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
    expect(skipped).toEqual([]);
  });

  test('what is no label never becomes a class: the image is left out, with its line', async () => {
    const path = await table('bad.csv', ['file,labels', '0.png,cat;NaN', '1.png,[cat', '2.png,cat;;dog', '3.png,cat', '4.png,dog;-1', '5.png,dog']);
    const { images, classes, skipped } = await openEvaluation(path, { ...small, task: 'multi-label' });
    expect(classes).toEqual(['cat', 'dog']);
    expect(images.size).toBe(2);
    expect(skipped.map(({ path: file, reason }) => [file.split('/').at(-1), reason])).toEqual([
      ['0.png', 'its label is NaN (line 2)'],
      ['1.png', 'its labels [cat are no JSON list (line 3)'],
      ['2.png', 'its label is empty (line 4)'],
      ['4.png', 'its label is -1, and classes are counted from 0 (line 6)'],
    ]);
  });

  test('a column for each class is read too, also by a model of these classes', async () => {
    const path = await table('columns.csv', ['file,cat,dog', '0.png,1,0', '1.png,yes,true', '2.png,0,0', '3.png,2,0', '4.png,,1']);
    for (const options of [{ targets: ['dog', 'cat'] }, { classes: ['dog', 'cat'] }]) {
      const { images, classes, skipped } = await openEvaluation(path, { ...small, task: 'multi-label', ...options });
      expect(classes).toEqual(['dog', 'cat']);
      expect(rowsOf(images)).toEqual([
        [0, 1],
        [1, 1],
        [0, 0],
      ]);
      expect(skipped.map(({ reason }) => reason)).toEqual(['its "cat" is "2", neither 1 nor 0 (line 5)', 'its "cat" is empty, neither 1 nor 0 (line 6)']);
    }
  });

  test('every class is on both sides where it can be, and counted for each image that has it', async () => {
    const path = await table('split.csv', [
      'file,labels',
      ...Array.from({ length: 12 }, (_, number) => `${number}.png,${number < 2 ? 'rare;usual' : 'usual'}`),
    ]);
    for (let splitSeed = 0; splitSeed < 8; splitSeed++) {
      const { counts, train, validation, task } = await openDataset(path, { ...small, task: 'multi-label', splitSeed });
      expect(task).toEqual({ kind: 'multi-label' });
      expect(train.size + validation.size).toBe(12);
      expect(counts).toEqual([
        { name: 'rare', train: 1, validation: 1 },
        { name: 'usual', train: train.size, validation: validation.size },
      ]);
    }
  });

  test('a folder with its table is opened; without one, or with two, the way out is said', async () => {
    await table('labels.csv', ['file,labels', '0.png,a', '1.png,a;b', '2.png,b', '3.png,a']);
    expect((await openDataset(root, { ...small, task: 'multi-label' })).classes).toEqual(['a', 'b']);
    await rm(join(root, 'labels.csv'));
    await expect(openDataset(root, { ...small, task: 'multi-label' })).rejects.toThrow(/has no table that says .* Give one of its tables: /u);
  });

  test('two copies with other labels are told, and the digest of the data follows the labels', async () => {
    await sharp(join(root, '0.png')).toFile(join(root, 'copy.png'));
    const lines = ['file,labels,split', '0.png,a,train', 'copy.png,a;b,train', '2.png,b,val', '3.png,a,train'];
    const options = { ...small, task: 'multi-label' } as const;
    const dataset = await openDataset(await table('copies.csv', lines), options);
    const groups = await findCopies(dataset);
    const identical = await openDataset(
      await table('same.csv', ['file,labels,split', '0.png,a;b,train', '0.png,b;a,train', '2.png,b,val', '3.png,a,train']),
      options,
    );
    expect((await findCopies(identical)).map(({ acrossClasses }) => acrossClasses)).toEqual([false]);
    const torn = await openDataset(await table('torn.csv', ['file,labels,split', '0.png,a;b,train', '0.png,a,train', '2.png,b,val', '3.png,a,train']), options);
    expect((await findCopies(torn)).map(({ acrossClasses }) => acrossClasses)).toEqual([true]);
    expect(groups).toHaveLength(groups.length);
    const [before, now] = [await recordDataset(identical), await recordDataset(torn)];
    expect(before.train.digest).not.toBe(now.train.digest);
  });
});

describe('numbers', () => {
  test('are read from their columns, bad cells leave the image out, and mean and deviation are those of training', async () => {
    const lines = [
      'file,age,weight,split',
      '0.png,1,10,train',
      '1.png,3,10,train',
      '2.png,NaN,1,train',
      '3.png,,1,train',
      '4.png,1e400,2,train',
      '5.png,x,2,train',
    ];
    const path = await table('numbers.csv', [...lines, '6.png,-2.5,1e1,val', '7.png,4,8,val']);
    const { task, classes, train, validation, skipped } = await openDataset(path, { ...small, task: 'regression', targets: ['age', 'weight'] });
    expect(task).toEqual({
      kind: 'regression',
      scales: [
        { mean: 2, deviation: 1 },
        { mean: 10, deviation: 1 },
      ],
    });
    expect(classes).toEqual(['age', 'weight']);
    expect([rowsOf(train), rowsOf(validation)]).toEqual([
      [
        [1, 10],
        [3, 10],
      ],
      [
        [-2.5, 10],
        [4, 8],
      ],
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'its "age" is "NaN", which is not a finite number (line 4)',
      'its "age" is empty, which is not a finite number (line 5)',
      'its "age" is "1e400", which is not a finite number (line 6)',
      'its "age" is "x", which is not a finite number (line 7)',
    ]);
  });

  test('a column that is not there is refused with those that are; so are numbers without columns, and mixing', async () => {
    const path = await table('ages.csv', ['file,age', ...Array.from({ length: 6 }, (_, number) => `${number}.png,${number}`)]);
    const open = (options: object) => openDataset(path, { ...small, task: 'regression', ...options });
    await expect(open({ targets: ['height'] })).rejects.toThrow('has no column "height"; its columns are file, age.');
    await expect(open({ targets: ['height'] })).rejects.toBeInstanceOf(DatasetError);
    await expect(open({})).rejects.toThrow('targets is null, and must be the columns of the numbers, for regression.');
    const augmentation = { kind: 'random-resized-crop', scale: [0.5, 1], ratio: [1, 1], flip: 0.5, mix: { mixup: 0.2 } };
    await expect(open({ targets: ['age'], augmentation })).rejects.toThrow('two images cannot be mixed for the task regression');
    expect((await open({ targets: ['age'] })).validation.size).toBeGreaterThan(0);
  });
});
