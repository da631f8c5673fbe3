import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { DatasetError } from '../errors.ts';
import { openDataset } from './open-dataset.ts';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-parquet-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** One pixel whose gray is the index. */
const picture = (index: number) => new Uint8Array([...Buffer.from('P6 1 1 255\n', 'latin1'), index, index, index]);
const pictures = Array.from({ length: 6 }, (_, index) => picture(index));
const labels = [0, 1, 0, 1, 0, 1].map(BigInt);

interface Written {
  readonly image?: readonly unknown[];
  /** Schema of the column of images. */
  readonly imageSchema?: readonly SchemaElement[];
  readonly label?: readonly unknown[];
  readonly labelSchema?: readonly SchemaElement[];
  /** Hugging Face's description. */
  readonly description?: string;
}

const ofNames = (names: unknown) => JSON.stringify({ info: { features: { label: { names } } } });
const bytes = (name: string): SchemaElement => ({ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' });
const text = (name: string): SchemaElement => ({ ...bytes(name), converted_type: 'UTF8' });
const number = (name: string): SchemaElement => ({ name, type: 'INT64', repetition_type: 'OPTIONAL' });
const group = (name: string, ...fields: SchemaElement[]): SchemaElement[] => [{ name, num_children: fields.length, repetition_type: 'OPTIONAL' }, ...fields];

async function write(
  name: string,
  { image = pictures, imageSchema = [bytes('image')], label = labels, labelSchema = [number('label')], description = ofNames(['cat', 'dog']) }: Written = {},
): Promise<void> {
  const columnData = [
    { name: imageSchema[0]!.name, data: [...image] },
    { name: labelSchema[0]!.name, data: [...label] },
  ];
  const schema = [{ name: 'schema', num_children: 2 }, ...imageSchema, ...labelSchema];
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), new Uint8Array(parquetWriteBuffer({ columnData, schema, kvMetadata: [{ key: 'huggingface', value: description }] })));
}

const opened = async (name = '') => openDataset(join(root, name), { imageSize: 8, skipBroken: true });
const messageOf = async (name: string) => opened(name).then(String, ({ message }: DatasetError) => message.replaceAll(root, ''));

describe('a shard that is not there is reported', () => {
  test.each([
    ['in the middle', ['train-00000-of-00003', 'train-00002-of-00003', 'test-00000-of-00001'], 'train-00001-of-00003'],
    ['counted from 1', ['train-2-of-3', 'train-3-of-3'], 'train-1-of-3'],
    ['of names of two lengths', ['train-9-of-11', ...[1, 2, 3, 4, 5, 6, 7, 8, 10].map((one) => `train-${one}-of-11`), 'train-11-of-11'], null],
  ])('%s', async (_, names, missing) => {
    for (const name of names) await write(`${name}.parquet`);
    const { skipped } = await opened();
    expect(skipped.map(({ path }) => path)).toEqual(missing === null ? [] : [join(root, `${missing}.parquet`)]);
    if (missing !== null) expect(skipped[0]!.reason).toBe("it is not there, and the others' names count 3 files");
  });

  test('with how many more', async () => {
    await write('train-00003-of-00005.parquet');
    expect((await opened()).skipped).toEqual([
      { path: join(root, 'train-00000-of-00005.parquet'), reason: "it is not there, and the others' names count 5 files, nor are 3 more of them" },
    ]);
  });
});

test('parts are found in one folder around them, and a link to a folder is none', async () => {
  await write('default/train/0000.parquet');
  await write('default/test/0000.parquet');
  const { train, validation } = await opened();
  expect([train.labels.length, validation.labels.length]).toEqual([6, 6]);
  await mkdir(join(root, 'loop'));
  await symlink('.', join(root, 'loop', 'again'));
  expect(await messageOf('loop')).toContain('/loop holds one class, "again"');
});

describe('classes of the description', () => {
  test.each([
    [ofNames({ 0: 'cat', 1: 'dog' }), 'names the classes of label by {"0":"cat","1":"dog"}, which is not a list of texts'],
    [ofNames('cat dog'), 'names the classes of label by "cat dog", which is not a list of texts'],
    [ofNames([0, 1]), 'names the classes of label by [0,1], which is not a list of texts'],
    ['{broken', "Hugging Face's description in it is not JSON"],
  ])('%s are refused', async (description, message) => {
    await write('set.parquet', { description });
    expect(await messageOf('set.parquet')).toContain(`/set.parquet cannot be read: ${message.startsWith('Hugging') ? '' : 'its description '}${message}`);
  });

  test.each(['null', '{}', '{"info":null}', '{"info":{"features":{"label":null}}}'])('%s names none', async (description) => {
    await write('set.parquet', { description });
    expect((await opened('set.parquet')).classes).toEqual(['0', '1']);
  });

  test('digits that are one class’s name and another’s place are left out, and the error says why', async () => {
    await write('set.parquet', { label: ['1', '2', '1', '2', '1', '2'], labelSchema: [text('label')], description: ofNames(['1', '2']) });
    const message = await messageOf('set.parquet');
    expect(message).toContain('The class "1" of /set.parquet has 0 sound images');
    expect(message).toContain('Left out: 6, of which the first is /set.parquet#0 (its label "1" may mean the class of that name or the class at that place)');
  });
});

describe('columns', () => {
  const paths = pictures.map((_, index) => ({ bytes: null, path: `${index}.png` }));
  test.each([
    ['text', { image: pictures.map((_, index) => `${index}.png`), imageSchema: [text('image')] }, 'holds no bytes of images, but text, such as "0.png"'],
    ['paths alone', { image: paths, imageSchema: group('image', bytes('bytes'), text('path')) }, 'but paths of files alone'],
    ['within another', { image: pictures.map((image) => ({ image })), imageSchema: group('pair', bytes('image')) }, 'it has pair, label'],
  ])('of images: %s', async (_, columns, message) => {
    await write('set.parquet', columns);
    expect(await messageOf('set.parquet')).toContain(message);
  });

  test('a row without an image is reported, the others are read', async () => {
    await write('set.parquet', { image: [null, ...pictures.slice(1)] });
    const { train, validation, skipped } = await opened('set.parquet');
    expect(train.labels.length + validation.labels.length).toBe(5);
    expect(skipped).toMatchObject([{ path: join(root, 'set.parquet#0'), reason: 'its row holds no image' }]);
  });
});

test.each([
  ['', 'it is empty (0 bytes)'],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n', 'it is a Git LFS pointer'],
  ['<!doctype html>', 'it is not Parquet'],
])('what begins with %j is called what it is', async (contents, message) => {
  await writeFile(join(root, 'set.parquet'), contents);
  expect(await messageOf('set.parquet')).toContain(`/set.parquet cannot be read: ${message}`);
});
