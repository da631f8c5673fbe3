import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { inLittleMemory } from '../../../../../tools/testing/in-little-memory.ts';
import {
  type EvaluationDataset,
  type LabelledImages,
  DatasetError,
  findCopies,
  findDuplicates,
  imageFolder,
  kindOf,
  openDataset,
  openEvaluation,
  scanFolder,
} from '../index.ts';

let root = '';
const at = (name: string) => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-labels-'));
});

afterEach(() => rm(root, { recursive: true }));

/** A PPM of 2 × 2 pixels, no two seeds alike. */
const picture = (seed: number) =>
  Buffer.concat([
    Buffer.from('P6 2 2 255\n'),
    Buffer.from(Array.from({ length: 12 }, (_, place) => (seed * 37 + place * seed) % 256)),
    Buffer.of(seed >> 8, seed & 255),
  ]);

/** Named pipes, made by the system's own program. */
function makePipe(...names: readonly string[]): void {
  const [program, paths] = ['mkfifo', names.map(at)];
  execFileSync(program, paths);
}

let painted = 0;

/** Pictures at paths, no two alike. */
async function paint(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), picture(++painted));
  }
}

const namesOf = (images: LabelledImages) => Array.from({ length: images.size }, (_, index) => images.nameOf(index));
const labelled = ({ classes, images }: Pick<EvaluationDataset, 'classes' | 'images'>) =>
  Object.fromEntries(namesOf(images).map((name, index) => [name, classes[images.labels[index]!]]));
const reasonsOf = ({ skipped }: { readonly skipped: readonly { readonly path: string; readonly reason: string }[] }) =>
  Object.fromEntries(skipped.map(({ path, reason }) => [path.slice(root.length + 1), reason]));

const namesIn = async () => (await scanFolder(root)).train.map(({ name }) => name);

const block = (text: string, size: number) => {
  const header = Buffer.alloc(512);
  header.write(text, 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write('0ustar\x0000', 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

const sample = (label: string, seed: number) => [[`${label}.cls`, label] as const, [`${label}.ppm`, picture(seed)] as const];

const right = { 'img/1.ppm': 'a', 'img/2.ppm': 'b', 'img/3.ppm': 'a', 'img/4.ppm': 'b' };

const read = async (content: string | Buffer) => {
  await writeFile(at('set.csv'), content);
  const dataset = await openEvaluation(at('set.csv'));
  return Object.fromEntries(
    Object.entries(labelled(dataset)).map(([name, label]) => [`img/${name.trim().replaceAll('\\', '/').replace('img/', '').replace('.ppm', '')}.ppm`, label]),
  );
};

const idx = (shape: readonly number[], values: readonly number[] | Buffer) => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  shape.forEach((size, dimension) => header.writeUInt32BE(size, 4 + 4 * dimension));
  return Buffer.concat([header, Buffer.from(values)]);
};

const write = async (prefix: string, part: string, labels: readonly number[]) => {
  await writeFile(
    at(`${prefix}${part}-images-idx3-ubyte.gz`),
    gzipSync(
      idx(
        [labels.length, 2, 2],
        labels.flatMap((label, index) => [label, index, 0, 9]),
      ),
    ),
  );
  await writeFile(at(`${prefix}${part}-labels-idx1-ubyte`), idx([labels.length], labels));
};

const copy = async (from: string, to: string) => writeFile(at(to), await readFile(at(from)));

describe('the parts of a folder', () => {
  test.each([
    ['Training', 'Testing'],
    ['seg_train', 'seg_test'],
    ['train_set', 'test_set'],
    ['TRAIN', 'Validation'],
    ['trainset', 'valset'],
    ['training', 'dev'],
    ['pets/train', 'pets/val'],
    ['seg_train/seg_train', 'seg_test/seg_test'],
  ])('are %s and %s', async (train, validation) => {
    await paint(`${train}/a/1.ppm`, `${train}/b/2.ppm`, `${validation}/a/3.ppm`, `${validation}/b/4.ppm`);
    const scan = await scanFolder(root);
    expect([scan.faults, scan.classes]).toEqual([[], ['a', 'b']]);
    expect(scan.train.map(({ name }) => name)).toEqual([`${train}/a/1.ppm`, `${train}/b/2.ppm`]);
    expect(scan.validation?.map(({ name }) => name)).toEqual([`${validation}/a/3.ppm`, `${validation}/b/4.ppm`]);
  });

  test('in words that nobody knows are no classes: said, and not trained', async () => {
    await paint('apprendimento/a/1.ppm', 'apprendimento/b/2.ppm', 'apprendimento/c/3.ppm', 'prova/a/4.ppm', 'prova/b/5.ppm');
    await expect(imageFolder(root)).rejects.toThrow(/\(apprendimento, prova\) holds the same folders \(a, b\)/u);
    await expect(openEvaluation(root)).rejects.toMatchObject({ faults: [{ kind: 'same-folders' }] });
  });

  test('are none where "train" is a class, or where every class has one folder of the same name', async () => {
    await paint('bus/1.ppm', 'bus/2.ppm', 'train/3.ppm', 'train/4.ppm');
    expect((await scanFolder(root)).classes).toEqual(['bus', 'train']);
    await paint('set/a/images/1.ppm', 'set/a/images/2.ppm', 'set/b/images/3.ppm', 'set/b/images/4.ppm');
    expect((await scanFolder(at('set'))).faults).toEqual([]);
  });
});

describe('a link', () => {
  test('to a folder above its class is not followed, and reported', async () => {
    await paint('train/a/1.ppm', 'train/b/2.ppm', 'val/a/3.ppm', 'val/b/4.ppm');
    await symlink('../..', at('train/a/up'));
    const scan = await scanFolder(root);
    expect([scan.train.length, scan.validation?.length]).toEqual([2, 2]);
    expect(reasonsOf(scan)['train/a/up']).toMatch(/which holds whole classes: not followed/u);
  });

  test('into another class leaves its class, be it to a file or a folder', async () => {
    await paint('a/1.ppm', 'b/2.ppm', 'b/in/3.ppm');
    await symlink('../b/2.ppm', at('a/2.ppm'));
    await symlink('../b/in', at('a/in'));
    expect(await namesIn()).toEqual(['a/1.ppm', 'b/2.ppm', 'b/in/3.ppm']);
    const reasons = reasonsOf(await scanFolder(root));
    for (const path of ['a/2.ppm', 'a/in']) expect(reasons[path]).toMatch(/leaves its class/u);
  });

  test('inside its class reads no file twice, and reads what only it leads to', async () => {
    await paint('a/.store/1.ppm', 'a/2.ppm', 'b/3.ppm');
    await symlink('.store/1.ppm', at('a/1.ppm'));
    await symlink('2.ppm', at('a/again.ppm'));
    await symlink('.', at('b/self'));
    expect(await namesIn()).toEqual(['a/1.ppm', 'a/2.ppm', 'b/3.ppm']);
    expect(reasonsOf(await scanFolder(root))).toMatchObject({
      'a/again.ppm': `it is ${at('a/2.ppm')}, which is read already`,
      'b/self': expect.stringContaining('read already'),
    });
  });

  test('that stands for a class or a part does not make it one twice', async () => {
    await paint('train/cat/1.ppm', 'train/cat/2.ppm', 'train/dog/3.ppm', 'train/dog/4.ppm');
    await symlink('cat', at('train/kitty'));
    await symlink('train', at('val'));
    const scan = await scanFolder(root);
    expect([scan.classes, scan.train.length, scan.validation]).toEqual([['cat', 'dog'], 4, null]);
    expect(Object.keys(reasonsOf(scan)).sort()).toEqual(['train/kitty', 'val']);
  });

  test('to a folder outside all classes is followed, once', async () => {
    await paint('store/x/1.ppm', 'set/a/2.ppm', 'set/b/3.ppm');
    await symlink(at('store'), at('set/a/store'));
    await symlink(at('store/x'), at('set/b/x'));
    const scan = await scanFolder(at('set'));
    expect(scan.train.map(({ name }) => name)).toEqual(['a/2.ppm', 'a/store/x/1.ppm', 'b/3.ppm']);
    expect(reasonsOf(scan)['set/b/x']).toMatch(/read already/u);
  });
});

test('what is neither file nor folder is skipped with the reason, and nothing waits for it', async () => {
  await paint('a/1.ppm', 'b/2.ppm');
  makePipe('a/pipe.jpg', 'pipe.csv');
  const server = createServer().listen(at('b/socket.png'));
  await symlink('/dev/zero', at('b/zero.png'));
  expect(reasonsOf(await scanFolder(root))).toEqual({
    'a/pipe.jpg': 'a FIFO, not a file',
    'b/socket.png': 'a socket, not a file',
    'b/zero.png': 'a device, not a file',
    'pipe.csv': 'a FIFO, not a file',
  });
  server.close();
  await expect(kindOf(at('pipe.csv'))).rejects.toThrow(`${at('pipe.csv')} is a FIFO, and no dataset`);
  await writeFile(at('list.csv'), 'path,label\na/1.ppm,x\na/pipe.jpg,y\n');
  await expect(openDataset(at('list.csv'))).rejects.toThrow(/a\/pipe\.jpg is broken: it is a FIFO, not a file/u);
});

test('class names that are equal once composed are one class', async () => {
  await paint('train/caf\u00e9/1.ppm', 'train/cafe\u0301/2.ppm', 'train/dog/3.ppm', 'val/cafe\u0301/4.ppm', 'val/dog/5.ppm');
  const { classes, counts } = await imageFolder(root, { imageSize: 8 });
  expect([classes, counts]).toEqual([
    ['caf\u00e9', 'dog'],
    [
      { name: 'caf\u00e9', train: 2, validation: 1 },
      { name: 'dog', train: 1, validation: 1 },
    ],
  ]);
});

test.each([
  ['a path below a file', 'a/1.ppm/x', 'a part of its path is a file'],
  ['a name too long', 'n'.repeat(300), 'its path is longer'],
])('%s is a DatasetError with the path and what to do', async (_, name, reason) => {
  await paint('a/1.ppm');
  const fault = await openDataset(at(name)).catch((cause: unknown) => cause);
  expect(fault).toBeInstanceOf(DatasetError);
  expect((fault as DatasetError).message).toBe(`${at(name)} cannot be read: ${(fault as DatasetError).message.split(': ')[1]!}`);
  expect((fault as DatasetError).message).toContain(reason);
  expect((fault as DatasetError).message).toContain('Check the path.');
});

/** A tar of files in the order given. */
function tar(name: string, files: readonly (readonly [string, string | Buffer])[]): Promise<void> {
  const blocks = files.flatMap(([path, content]) => {
    const bytes = Buffer.from(content);
    return [block(path, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return writeFile(at(name), Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

describe('tar samples', () => {
  test('pair by the whole name up to the suffix, JSON with a byte order mark too; a depth map is no image, and nobody gets another’s label', async () => {
    await tar('set.tar', [
      ['0.cls', '0'],
      ['0.depth.png', picture(900)],
      ['0.ppm', picture(901)],
      ['x.1.cls', '1'],
      ['x.0.cls', '0'],
      ['x.0.ppm', picture(902)],
      ['x.1.ppm', picture(903)],
      ['shot v1.2.ppm', picture(904)],
      ['shot v1.2.cls', 'b'],
      ['shot v1.3.json', '\ufeff{"cls": "b"}'],
      ['shot v1.3.PPM', picture(905)],
    ]);
    const dataset = await openEvaluation(at('set.tar'));
    expect(labelled(dataset)).toEqual({ '0.ppm': '0', 'x.0.ppm': '0', 'x.1.ppm': '1', 'shot v1.2.ppm': 'b', 'shot v1.3.PPM': 'b' });
    expect(reasonsOf(dataset)).toEqual({ 'set.tar#0.depth.png': 'it has no label (.cls, or "label" or "cls" in .json)' });
  });

  test('with names of classes that are not UTF-8 are refused, with the line', async () => {
    await writeFile(at('classes.txt'), Buffer.from('chat\ncaf\u00e9\n', 'latin1'));
    await tar('set.tar', [
      ['a.cls', '0'],
      ['a.ppm', picture(930)],
    ]);
    await expect(openEvaluation(at('set.tar'))).rejects.toThrow(/classes\.txt, line 2: the text is not UTF-8/u);
  });

  test('of several images, without a label, or with one that is none, are reported', async () => {
    await writeFile(at('classes.txt'), 'cat\ndog\n');
    await tar('set.tar', [
      ['a.cls', '0'],
      ['a.ppm', picture(910)],
      ['b.cls', '1'],
      ['b.ppm', picture(911)],
      ['two.cls', '0'],
      ['two.png', picture(912)],
      ['two.ppm', picture(913)],
      ['none.ppm', picture(914)],
      ['empty.ppm', picture(915)],
      ['empty.cls', ''],
      ['minus.ppm', picture(916)],
      ['minus.cls', '-1'],
      ['out.ppm', picture(917)],
      ['out.cls', '2'],
      ['bad.json', '{'],
      ['bad.ppm', picture(918)],
      ['torn.json', '{"label": 1}'],
      ['torn.cls', '0'],
      ['torn.ppm', picture(919)],
      ['._a.ppm', picture(920)],
      ['wide.cls', Buffer.from('\ufeff0', 'utf16le')],
      ['wide.ppm', picture(921)],
    ]);
    const dataset = await openEvaluation(at('set.tar'));
    expect(labelled(dataset)).toEqual({ 'a.ppm': 'cat', 'b.ppm': 'dog' });
    expect(reasonsOf(dataset)).toEqual({
      'set.tar#two.png': "2 images have this name up to the suffix: only one can be the sample's",
      'set.tar#two.ppm': "2 images have this name up to the suffix: only one can be the sample's",
      'set.tar#none.ppm': 'it has no label (.cls, or "label" or "cls" in .json)',
      'set.tar#empty.ppm': 'its label is empty',
      'set.tar#wide.ppm': 'its label is not UTF-8 text',
      'set.tar#minus.ppm': 'its label is -1, and classes are counted from 0',
      'set.tar#out.ppm': 'its label is 2, and the classes are 0 to 1',
      'set.tar#bad.ppm': 'its bad.json is not JSON',
      'set.tar#torn.ppm': 'its label files say "0" and "1"',
      'set.tar#._a.ppm': 'hidden or system file',
    });
  });

  test('lie in shards whose whole words name the part, or whose folder does', async () => {
    await tar('valley-000.tar', [...sample('0', 930), ...sample('1', 931)]);
    await tar('set_VAL_0.tar', [...sample('0', 932), ...sample('1', 933)]);
    const { train, validation } = await openDataset(root, { imageSize: 8 });
    expect([train.size, validation.size]).toEqual([2, 2]);
    await mkdir(at('nested/Testing'), { recursive: true });
    await mkdir(at('nested/train'));
    await tar('nested/Testing/0.tar', [...sample('0', 934), ...sample('1', 935)]);
    await tar('nested/train/0.tar', [...sample('0', 936), ...sample('1', 937)]);
    expect((await openDataset(at('nested'), { imageSize: 8 })).counts).toMatchObject([{ validation: 1 }, { validation: 1 }]);
  });
});

describe('a table', () => {
  const rows = ['1.ppm,a', '2.ppm,b', '3.ppm,a', '4.ppm,b'];

  beforeEach(() => paint('img/1.ppm', 'img/2.ppm', 'img/3.ppm', 'img/4.ppm'));

  test.each([
    ['backslashes', ['filename,label', ...rows.map((row) => `img\\${row}`)].join('\r\n')],
    ['semicolons', ['filename;label', ...rows.map((row) => row.replace(',', ';'))].join('\r\n')],
    ['tabs', ['filename\tlabel', ...rows.map((row) => row.replace(',', '\t'))].join('\n')],
    ['sep=', ['sep=;', 'filename;label', ...rows.map((row) => row.replace(',', ';'))].join('\r\n')],
    ['blanks behind the commas', ['filename, label', ...rows.map((row) => row.replace(',', ', '))].join('\n')],
    ['quotes behind the blanks', ['filename, label', ...rows.map((row) => row.replace(/,(.*)/u, ', "$1"'))].join('\n')],
    ['ids without suffix', ['image,label', ...rows.map((row) => row.replace('.ppm', ''))].join('\n')],
    ['no header', rows.join('\n')],
    ['no header, the class first', rows.map((row) => row.split(',').reverse().join(',')).join('\n')],
    ['UTF-16 with a mark', Buffer.from(`\ufefffilename,label\r\n${rows.join('\r\n')}\r\n`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(`filename,label\n${rows.join('\n')}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufefffilename,label\n${rows.join('\n')}`, 'utf16le').swap16()],
  ])('with %s is read', async (_, content) => expect(await read(content)).toEqual(right));

  test('without a header is read as well where its classes are called as the folders that hold the images', async () => {
    await paint('own/a/1.ppm', 'own/a/2.ppm', 'own/b/3.ppm', 'own/b/4.ppm');
    await writeFile(at('own/set.csv'), 'a/1.ppm,a\na/2.ppm,a\nb/3.ppm,b\nb/4.ppm,b\n');
    const { classes, counts } = await openDataset(at('own/set.csv'), { imageSize: 8 });
    expect([classes, counts.map(({ train, validation }) => [train, validation])]).toEqual([
      ['a', 'b'],
      [
        [1, 1],
        [1, 1],
      ],
    ]);
  });

  test.each([
    ['a cell too many', 'path,label\n1.ppm,a\n2.ppm,b,c\n', 'set.csv, line 3: 3 cells'],
    ['an open quote', 'path,label\n"1.ppm,a\n', 'a quote is opened and never closed'],
    [
      'UTF-32',
      Buffer.from([...'\ufeffpath,label\n1.ppm,a\n'].flatMap((letter) => [letter.codePointAt(0)! & 255, letter.codePointAt(0)! >> 8, 0, 0])),
      'set.csv: the text is not UTF-8, but UTF-32',
    ],
    ['lines of JSON', '{"path": "1.ppm", "label": "a"}\n', 'set.csv, line 1: a quote stands in a cell that does not begin with one'],
    ['Latin-1', Buffer.from('path,label\n1.ppm,caf\u00e9\n', 'latin1'), 'set.csv, line 2: the text is not UTF-8'],
    ['no header and three columns', '1.ppm,a,x\n2.ppm,b,y\n', "Line 1 is an image and not the columns' names"],
    ['files that are elsewhere', 'path,label\nx/1.jpg,a\nx/2.jpg,b\n', 'None of the files that'],
  ])('with %s is refused in one line that says where', async (_, content, message) => {
    const fault = await read(content).catch((cause: unknown) => cause as Error);
    expect((fault as Error).message).toContain(message);
    expect((fault as Error).message.split('\n')).toHaveLength(1);
  });

  test('leaves out and reports a row without label, without file, and an id of two files', async () => {
    await paint('img/2.jpg');
    await writeFile(at('set.csv'), 'image,label\n1,a\n2,b\n3,\n,b\n4,NaN\n1,-1\n');
    const dataset = await openEvaluation(at('set.csv'));
    expect(labelled(dataset)).toEqual({ '1': 'a' });
    expect(dataset.skipped.map(({ reason }) => reason)).toEqual([
      'line 3 may mean 2.jpg or 2.ppm: give the suffix',
      'line 5 names no file',
      'its label is empty (line 4)',
      'its label is NaN (line 6)',
      'its label is -1, and classes are counted from 0 (line 7)',
    ]);
  });

  test('that lists a file twice never has it on both sides, and the copies are found', async () => {
    await writeFile(
      at('set.csv'),
      ['path,label', ...rows, ...rows.map((row) => `./${row}`), ...rows.map((row) => row.replace(/^/u, 'img/'))]
        .join('\n')
        .replaceAll('./', '')
        .replaceAll('img/', ''),
    );
    const dataset = await openDataset(at('set.csv'), { imageSize: 8 });
    const held = new Set(namesOf(dataset.validation));
    expect(namesOf(dataset.train).filter((name) => held.has(name))).toEqual([]);
    expect(dataset.train.size + dataset.validation.size).toBe(12);
    expect(await findCopies(dataset)).toHaveLength(4);
    await writeFile(at('parts.csv'), 'path,label,split\n1.ppm,a,train\n2.ppm,b,train\n3.ppm,a,train\n3.ppm,a,val\n4.ppm,b,Testing\n');
    const parts = await openDataset(at('parts.csv'), { imageSize: 8 });
    expect([namesOf(parts.train), namesOf(parts.validation)]).toEqual([['1.ppm', '2.ppm'], ['3.ppm']]);
    expect(reasonsOf(parts)).toEqual({ 'img/3.ppm': 'it is also listed to validate or test with: not trained on' });
  });
});

test('Parquet rows without a label are left out and reported', async () => {
  const data = Array.from({ length: 6 }, (_, index) => new Uint8Array(picture(index)));
  const kvMetadata = [{ key: 'huggingface', value: JSON.stringify({ info: { features: { label: { names: ['cat', 'dog'] } } } }) }];
  const columnData = [
    { name: 'image', data, type: 'BYTE_ARRAY' as const },
    { name: 'label', data: [0, 1, null, -1, 2, Number.NaN], type: 'DOUBLE' as const },
  ];
  await writeFile(at('set.parquet'), new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata })));
  const dataset = await openEvaluation(at('set.parquet'));
  expect(labelled(dataset)).toEqual({ 'set.parquet#0': 'cat', 'set.parquet#1': 'dog' });
  expect(dataset.skipped).toHaveLength(4);
});

describe('IDX', () => {
  test('labels without a class are left out and reported', async () => {
    await write('', 'train', [0, 1, 7, 1]);
    await write('', 't10k', [1, 9]);
    await writeFile(at('classes.txt'), 'cat\ndog\n');
    const { train, validation, skipped } = await openDataset(root);
    expect([[...train.labels], [...validation.labels], namesOf(train)]).toEqual([[0, 1, 1], [1], ['train#0', 'train#1', 'train#3']]);
    expect(skipped.map(({ reason }) => reason)).toEqual(['its label is 7, and the classes are 0 to 1', 'its label is 9, and the classes are 0 to 1']);
  });

  test('as EMNIST is published: names of the set, classes by its mapping, whose labels begin at 1', async () => {
    await write('emnist-letters-', 'train', [1, 2, 2, 0]);
    await write('emnist-letters-', 'test', [2]);
    await writeFile(at('emnist-letters-mapping.txt'), '1 65 97\n2 66 98\n');
    const { classes, train, validation, skipped } = await openDataset(root);
    expect([classes, [...train.labels], [...validation.labels]]).toEqual([['Aa', 'Bb'], [0, 1, 1], [1]]);
    expect(skipped).toMatchObject([{ reason: 'its label is 0, which no class has' }]);
    await write('emnist-digits-', 'train', [1, 2]);
    await expect(openDataset(root)).rejects.toThrow('holds 2 sets (emnist-digits, emnist-letters)');
  });

  test('inflates no more than its header says, nor above the limit', async () => {
    await write('', 'train', [0, 1]);
    const bomb = Buffer.alloc(64 * 2 ** 20);
    await writeFile(at('train-images-idx3-ubyte.gz'), gzipSync(idx([2, 2, 2], bomb)));
    const [outcome] = await inLittleMemory({
      megabytes: 32,
      given: `import { openDataset } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};`,
      program: `print(await openDataset(${JSON.stringify(root)}).catch((error) => error.message));`,
    });
    expect(outcome).toContain('it holds more than the 24 bytes that its beginning says');
    await writeFile(at('train-images-idx3-ubyte.gz'), gzipSync(idx([60_000, 300, 300], [])));
    await expect(openDataset(root)).rejects.toThrow('says [60000, 300, 300], 5400000000 bytes, above the limit');
  });
});

describe('copies', () => {
  test('are found in a folder and in any other source, and left out of training on request', async () => {
    await paint('train/a/1.ppm', 'train/a/2.ppm', 'train/b/3.ppm', 'train/b/4.ppm', 'val/a/5.ppm', 'val/b/6.ppm');
    await copy('train/a/1.ppm', 'val/b/leak.ppm');
    await copy('train/b/3.ppm', 'train/b/twin.ppm');
    const found = [
      { kind: 'identical', acrossParts: true, acrossClasses: true },
      { kind: 'identical', acrossParts: false, acrossClasses: false },
    ];
    expect(await findDuplicates(await scanFolder(root))).toMatchObject(found);
    expect(await findCopies(await imageFolder(root, { imageSize: 8 }))).toMatchObject(found);
    const { train, skipped } = await imageFolder(root, { imageSize: 8, dropDuplicates: true });
    expect(namesOf(train)).toEqual(['train/a/2.ppm', 'train/b/3.ppm', 'train/b/4.ppm']);
    expect(reasonsOf({ skipped })).toEqual({
      'train/a/1.ppm': `a copy of ${at('val/b/leak.ppm')}, which is validated or tested with: not trained on`,
      'train/b/twin.ppm': `a copy of ${at('train/b/3.ppm')}: not trained on`,
    });
  });

  test('are left out of training in a table and in tars too; of two labels, both', async () => {
    await paint('1.ppm', '2.ppm', '3.ppm', '4.ppm', '5.ppm', '6.ppm');
    await copy('1.ppm', 'twin.ppm');
    await copy('2.ppm', 'torn.ppm');
    const rows = ['1.ppm,a,train', 'twin.ppm,a,train', '2.ppm,a,train', 'torn.ppm,b,train', '3.ppm,b,train', '4.ppm,b,train', '5.ppm,a,val', '6.ppm,b,val'];
    await writeFile(at('set.csv'), ['path,label,split', ...rows].join('\n'));
    const table = await openDataset(at('set.csv'), { imageSize: 8, dropDuplicates: true });
    expect(namesOf(table.train)).toEqual(['1.ppm', '3.ppm', '4.ppm']);
    expect(reasonsOf(table)).toEqual({
      'twin.ppm': `a copy of ${at('1.ppm')}: not trained on`,
      '2.ppm': 'a copy of it is of another class, and nothing says which is right: not trained on',
      'torn.ppm': 'a copy of it is of another class, and nothing says which is right: not trained on',
    });
    await mkdir(at('tars'));
    await tar('tars/train.tar', [...sample('0', 950), ...sample('1', 951), ['twin.cls', '0'], ['twin.ppm', picture(950)]]);
    await tar('tars/val.tar', [...sample('0', 952), ...sample('1', 953)]);
    const tars = await openDataset(at('tars'), { imageSize: 8, dropDuplicates: true });
    expect([namesOf(tars.train), Object.keys(reasonsOf(tars))]).toEqual([['0.ppm', '1.ppm'], ['tars/train.tar#twin.ppm']]);
  });
});
