import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type ImageDataset, type LabelledImages, kindOf, openDataset, openEvaluation } from '../index.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-sources-'));
});

afterEach(() => rm(root, { recursive: true }));

/** A PNG of one gray, 6 × 5 pixels. */
const png = (gray: number) =>
  sharp({ create: { width: 6, height: 5, channels: 3, background: { r: gray, g: gray, b: gray } } })
    .png()
    .toBuffer();

const namesOf = (images: LabelledImages) => Array.from({ length: images.size }, (_, index) => images.nameOf(index));
const plain = { imageSize: 4, mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** The gray of each image as the network sees it, with its class. */
async function seen({ classes }: Pick<ImageDataset, 'classes'>, images: LabelledImages): Promise<(readonly [string, number])[]> {
  const found: (readonly [string, number])[] = [];
  for await (const { images: pixels, labels } of images.batches({ batchSize: 3 })) {
    labels.forEach((label, place) => found.push([classes[label]!, Math.round(pixels[place * 48]! * 255)]));
  }
  return found;
}

describe('a table', () => {
  test('has a byte order mark, quotes, CRLF, blank lines and labels that look like numbers', async () => {
    const names = ['a, b.png', 'say "hi".png', 'plain.png', ' lead.png'];
    await mkdir(at('img'));
    await Promise.all(names.map(async (name, index) => writeFile(at(`img/${name}`), await png(index))));
    await writeFile(at('set.csv'), '\ufeffFile Name,label\r\n"a, b.png","red, dark"\r\n"say ""hi"".png",00\r\nplain.png,00\r\n\r\n lead.png,"red, dark"\r\n');
    const { classes, images } = await openEvaluation(at('set.csv'), plain);
    expect(classes).toEqual(['00', 'red, dark']);
    expect(namesOf(images)).toEqual(names);
    expect(await seen({ classes }, images)).toEqual([
      ['red, dark', 0],
      ['00', 1],
      ['00', 2],
      ['red, dark', 3],
    ]);
  });

  test.each([
    ['is_valid', ['False', 'False', 'True', 'True']],
    ['is_valid', ['n', '', 'Y', '1.00']],
    ['is_val', ['train', 'train', 'valid', 'valid']],
    ['IS_VAL', ['0', '0', '1', '1.0']],
    ['Usage', ['Training', 'Training', 'validation', 'eval']],
    ['phase', ['train', 'train', 'val', 'val']],
  ])('with the column %s validates with what that says and trains on the rest', async (column, cells) => {
    await Promise.all(['1', '2', '3', '4'].map(async (name) => writeFile(at(`${name}.png`), await png(9))));
    await writeFile(at('set.csv'), `fname,label,${column}\n${cells.map((cell, place) => `${place + 1}.png,${'ab'[place % 2]},${cell}\n`).join('')}`);
    const { train, validation } = await openDataset(at('set.csv'), plain);
    expect([namesOf(train), namesOf(validation)]).toEqual([
      ['1.png', '2.png'],
      ['3.png', '4.png'],
    ]);
  });

  test.each([
    ['split', ['train', 'train', 'val', 'val', 'extra']],
    ['is_valid', ['0', '0', '1', '1', '2']],
  ])('with the column %s is divided by it, what is of no part in use is listed', async (column, cells) => {
    await Promise.all(cells.map(async (_, place) => writeFile(at(`${place + 1}.png`), await png(9))));
    await writeFile(at('set.csv'), `path,class,${column}\n${cells.map((cell, place) => `${place + 1}.png,${'ab'[place % 2]},${cell}\n`).join('')}`);
    const { train, validation, skipped } = await openDataset(at('set.csv'), plain);
    expect([namesOf(train), namesOf(validation)]).toEqual([
      ['1.png', '2.png'],
      ['3.png', '4.png'],
    ]);
    expect(skipped).toEqual([{ path: at('5.png'), reason: expect.stringContaining(`"${cells.at(-1)}"`) }]);
  });

  test('with a column of groups is divided between groups, the same way each time', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ name: `${index}.png`, label: index % 2, group: `patient ${Math.floor(index / 4)}` }));
    const bytes = await png(7);
    await Promise.all(rows.map(({ name }) => writeFile(at(name), bytes)));
    await writeFile(at('set.csv'), ['file,label,patient', ...rows.map(({ name, label, group }) => `${name},${label},${group}`)].join('\n'));
    const open = async () => openDataset(at('set.csv'), { ...plain, splitSeed: 3 });
    const { train, validation } = await open();
    const groupsOf = (images: LabelledImages) => new Set(namesOf(images).map((name) => rows.find((row) => row.name === name)!.group));
    expect([...groupsOf(train)].filter((group) => groupsOf(validation).has(group))).toEqual([]);
    expect([...groupsOf(validation)].length * 4).toBe(validation.size); // whole groups
    expect(train.size * validation.size).toBeGreaterThan(0);
    expect(namesOf((await open()).validation)).toEqual(namesOf(validation));
  });

  test('names a missing column, and every file that is not there, and leaves them out on request', async () => {
    await writeFile(at('set.csv'), 'picture,label\n1.png,a\n');
    await expect(openDataset(at('set.csv'))).rejects.toThrow(/no column for the file .*; its columns are picture, label\. Rename the column that holds it\.$/u);
    await writeFile(at('set.csv'), 'file,healthy,rust\n1.png,1,0\n');
    await expect(openDataset(at('set.csv'))).rejects.toThrow('Columns of numbers, or of 1 and 0 for each class, are read where targets name them');
    await Promise.all(['1', '2', '3', '4'].map(async (name) => writeFile(at(`${name}.png`), await png(9))));
    await writeFile(at('set.csv'), 'path,label\n1.png,a\n2.png,b\n3.png,a\n4.png,b\ngone.png,a\n');
    await expect(openDataset(at('set.csv'), plain)).rejects.toMatchObject({ faults: [{ kind: 'broken-image', path: at('gone.png') }] });
    const { train, validation, skipped } = await openDataset(at('set.csv'), { ...plain, skipBroken: true });
    expect([train.size, validation.size, skipped.length]).toEqual([2, 2, 1]);
  });
});

describe('tar shards', () => {
  const long = `${'long/'.repeat(30)}c`;

  test.each(['ustar', 'gnu', 'pax'])('are read where they lie (tar in the %s format), with their names', async (format) => {
    await Promise.all(['train', 'val', `train/${long.slice(0, -2)}`].map((folder) => mkdir(at(folder), { recursive: true })));
    const write = async (name: string, gray: number, label: string) => {
      await writeFile(at(`${name}.png`), await png(gray));
      await writeFile(at(`${name}.cls`), `${label}\n`);
    };
    await Promise.all([write('train/a', 10, '0'), write('train/b', 20, '1'), write(`train/${long}`, 30, '1'), write('val/a', 40, '1')]);
    await mkdir(at('set'));
    for (const part of ['train', 'val']) {
      execFileSync('tar', [`--format=${format}`, '-C', at(part), '-cf', at(`set/${part}-000.tar`), '.']);
    }
    await writeFile(at('set/classes.txt'), 'cat\ndog\n');
    const { classes, train, validation } = await openDataset(at('set'), plain);
    expect(classes).toEqual(['cat', 'dog']);
    expect(new Map((await seen({ classes }, train)).map(([name, gray]) => [gray, name]))).toEqual(
      new Map([
        [10, 'cat'],
        [20, 'dog'],
        [30, 'dog'],
      ]),
    );
    expect(await seen({ classes }, validation)).toEqual([['dog', 40]]);
  });

  test('that are cut short or no archives are named', async () => {
    await writeFile(at('a.png'), await png(1));
    await writeFile(at('a.json'), '{"label": "cat"}');
    execFileSync('tar', ['-C', root, '-cf', at('one.tar'), 'a.png', 'a.json']);
    expect((await openEvaluation(at('one.tar'), plain)).classes).toEqual(['cat']);
    await truncate(at('one.tar'), 600);
    await writeFile(at('two.tar'), 'x'.repeat(2000));
    const opening = openEvaluation(root, plain);
    await expect(opening).rejects.toMatchObject({ faults: [{ path: at('one.tar') }, { path: at('two.tar') }] });
    await expect(opening).rejects.toThrow(/cut short.*\n.*wrong checksum/u);
  });
});

/** A Parquet file of gray images and labels, described as Hugging Face does. */
const writeParquet = async (name: string, rows: readonly (readonly [number, number])[]) => {
  const data = await Promise.all(rows.map(async ([gray]) => new Uint8Array(await png(gray))));
  const kvMetadata = [{ key: 'huggingface', value: JSON.stringify({ info: { features: { label: { names: ['cat', 'dog'] } } } }) }];
  const labels = rows.map(([, label]) => BigInt(label));
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'image', data, type: 'BYTE_ARRAY' },
      { name: 'label', data: labels, type: 'INT64' },
    ],
    kvMetadata,
  });
  await writeFile(at(name), new Uint8Array(buffer));
};

describe('Parquet', () => {
  test('files give images, labels with the names of the description, and parts by their names', async () => {
    await writeParquet('train-00000-of-00001.parquet', [
      [10, 0],
      [20, 1],
    ]);
    await writeParquet('test-00000-of-00001.parquet', [[30, 1]]);
    const { classes, train, validation } = await openDataset(root, plain);
    expect(await seen({ classes }, train)).toEqual([
      ['cat', 10],
      ['dog', 20],
    ]);
    expect(await seen({ classes }, validation)).toEqual([['dog', 30]]);
    expect(namesOf(validation)).toEqual(['test-00000-of-00001.parquet#0']);
  });

  test('without the columns, and files that are something else, are refused with the reason', async () => {
    await writeFile(at('no.parquet'), 'nothing of the kind');
    await expect(openDataset(at('no.parquet'))).rejects.toMatchObject({ code: 'ATTUNE_DATASET', faults: [{ kind: 'unreadable' }] });
    await writeFile(at('other.parquet'), new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'text', data: ['a'], type: 'STRING' }] })));
    await expect(openDataset(at('other.parquet'))).rejects.toThrow('it needs a column image or img and a column label or labels or fine_label; it has text');
  });
});

/** An IDX file of bytes. */
const idx = (shape: readonly number[], values: readonly number[]) => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  shape.forEach((size, dimension) => header.writeUInt32BE(size, 4 + 4 * dimension));
  return Buffer.concat([header, Buffer.from(values)]);
};

/** IDX images of 4 × 4, each of one gray. */
const idxImages = (grays: readonly number[]) =>
  idx(
    [grays.length, 4, 4],
    grays.flatMap((gray) => Array<number>(16).fill(gray)),
  );

describe('IDX', () => {
  test('files, zipped or not, become gray images with numbers for classes', async () => {
    await writeFile(at('train-images-idx3-ubyte'), idxImages([1, 2, 3, 4]));
    await writeFile(at('train-labels-idx1-ubyte.gz'), gzipSync(idx([4], [0, 1, 0, 1])));
    await writeFile(at('t10k-images.idx3-ubyte'), idxImages([5]));
    await writeFile(at('t10k-labels.idx1-ubyte'), idx([1], [1]));
    const { classes, train, validation } = await openDataset(root, plain);
    expect(classes).toEqual(['0', '1']);
    expect((await seen({ classes }, train)).map(([, gray]) => gray)).toEqual([1, 2, 3, 4]);
    expect(await seen({ classes }, validation)).toEqual([['1', 5]]);
  });

  test.each([
    { labels: [3, 7, 7], classes: ['3', '7'], left: 0, what: 'gaps: there is no class without images' },
    { labels: [1, 2, 3], classes: ['1', '2', '3'], left: 0, what: 'a count from 1' },
    { labels: [0, 1, 2, 255], classes: ['0', '1', '2'], left: 1, what: '255 beside labels that are counted, -1 as a byte' },
    { labels: [0, 255, 255], classes: ['0', '255'], left: 0, what: 'only 0 and 255' },
    { labels: [0, 128, 255], classes: ['0', '128', '255'], left: 0, what: '255 beside labels that are not counted' },
  ])('labels may have $what', async ({ labels, classes, left }) => {
    await writeFile(at('train-images-idx3-ubyte'), idxImages(labels));
    await writeFile(at('train-labels-idx1-ubyte'), idx([labels.length], labels));
    const dataset = await openEvaluation(root, { ...plain, part: 'train' });
    expect([dataset.classes, dataset.skipped.length]).toEqual([classes, left]);
    expect(await seen(dataset, dataset.images)).toEqual(labels.filter((label) => classes.includes(String(label))).map((label) => [String(label), label]));
  });

  test('with another count of labels, or cut short, are refused', async () => {
    await writeFile(at('train-images-idx3-ubyte'), idxImages([1, 2]));
    await writeFile(at('train-labels-idx1-ubyte'), idx([1], [0]));
    await expect(openDataset(root)).rejects.toThrow('has 2 images and 1 labels of the part "train"');
    await truncate(at('train-images-idx3-ubyte'), 30);
    await expect(openDataset(root)).rejects.toThrow('says [2, 4, 4] and holds 14 bytes of 32');
  });
});

/** A record of CIFAR-100, flat in its fine label. */
const record = (coarse: number, fine: number) => Buffer.concat([Buffer.of(coarse, fine), Buffer.alloc(3072, fine)]);

test('CIFAR-100 gives the fine labels, with the names beside the files', async () => {
  await writeFile(at('train.bin'), Buffer.concat([record(9, 0), record(9, 1), record(9, 2)]));
  await writeFile(at('test.bin'), record(9, 2));
  await writeFile(at('fine_label_names.txt'), 'apple\nbear\nclock\n');
  const { classes, train, validation } = await openDataset(root);
  expect([classes, [...train.labels], [...validation.labels]]).toEqual([['apple', 'bear', 'clock'], [0, 1, 2], [2]]);
  expect((await train.image(1)).data[0]).toBe(1);
});

test('what lies at a path is told by its name and its files', async () => {
  await mkdir(at('a'));
  expect(await kindOf(root)).toBe('folder');
  expect(await Promise.all(['x.csv', 'x.TSV', 'x.tar', 'x.parquet', 'x.bin', 'x'].map(kindOf))).toEqual([
    'table',
    'table',
    'shards',
    'parquet',
    'cifar',
    'folder',
  ]);
});

describe.skipIf(process.env.ATTUNE_DATA === undefined)('cases', () => {
  test('D08: five rows, quoted commas kept, 00 a text, no mark in the header', async () => {
    const cases = join(process.env.ATTUNE_DATA ?? '', '..', 'cases');
    const table = join(cases, 'files/csv/D08_bom_quotes_crlf.csv');
    const expected = JSON.parse(await readFile(join(cases, 'expected.json'), 'utf8')) as Record<string, { rows: string[][] }>;
    const { classes, images } = await openEvaluation(table);
    const rows = namesOf(images).map((name, index) => [name, classes[images.labels[index]!]!]);
    expect(rows).toEqual(expected['csv/D08_bom_quotes_crlf.csv']!.rows);
  });
});
