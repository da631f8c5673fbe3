import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { augmentationNamed } from '../augmentation/augmentation-presets.ts';
import { channelsOf } from '../pixels/channels.ts';
import { preprocessingIn } from '../pixels/preprocessing-in.ts';
import { preprocess, preprocessingFor } from '../pixels/preprocessing.ts';
import { decodeImage } from './decode-image.ts';
import { imageFolder } from './image-folder.ts';
import { viewLoader } from './view-loader.ts';

const [width, height] = [12, 9];

function values(channels: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 37 * seed + (at >> 3) * 11) & 255);
}

/** NumPy's `save` of an array [height, width, channels] of 8 or 16 bits. */
function npy(data: Uint8Array | Uint16Array, channels: number, order = '<'): Uint8Array {
  const kind = data instanceof Uint16Array ? `${order}u2` : '|u1';
  const header = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${height}, ${width}, ${channels}), }`;
  const start = Buffer.from(`\u0093NUMPY\u0001\u0000\u0000\u0000${header}\n`, 'latin1');
  start.writeUInt16LE(start.length - 10, 8);
  return Buffer.concat([start, new Uint8Array(data.buffer)]);
}

const shorts = (count: number, value: number) => Array.from({ length: count }, () => value);

/** An uncompressed TIFF of bands, the first of which is gray or, with `rgb`, three of colour. */
function tiff(data: Uint8Array | Uint16Array, bands: number, rgb = false): Uint8Array {
  const bits = data.BYTES_PER_ELEMENT * 8;
  const extra = bands - (rgb ? 3 : 1);
  const tags: [tag: number, values: number[], long?: boolean][] = [
    [256, [width]],
    [257, [height]],
    [258, shorts(bands, bits)],
    [259, [1]],
    [262, [rgb ? 2 : 1]],
    [273, [0], true],
    [277, [bands]],
    [278, [height]],
    [279, [data.byteLength], true],
    ...(extra > 0 ? [[338, shorts(extra, 0)] as [number, number[]]] : []),
  ];
  const head = Buffer.alloc(8 + 2 + 12 * tags.length + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  const beside: Buffer[] = [];
  let end = head.length;
  for (const [index, [tag, numbers, long = false]] of tags.entries()) {
    const bytes = Buffer.alloc(Math.max(4, numbers.length * (long ? 4 : 2)));
    numbers.forEach((number, at) => (long ? bytes.writeUInt32LE(number, at * 4) : bytes.writeUInt16LE(number, at * 2)));
    const at = 10 + 12 * index;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(long ? 4 : 3, at + 2);
    head.writeUInt32LE(numbers.length, at + 4);
    if (bytes.length === 4) bytes.copy(head, at + 8);
    else {
      head.writeUInt32LE(end, at + 8);
      beside.push(bytes);
      end += bytes.length;
    }
  }
  head.writeUInt32LE(end, 10 + 12 * 5 + 8);
  return Buffer.concat([head, ...beside, new Uint8Array(data.buffer)]);
}

const rgba = () =>
  sharp(values(4), { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
const rgb = () =>
  sharp(values(3), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

describe('decodeImage with channels', () => {
  test('4 keeps the transparency of a PNG, and fills it up where a file has none', async () => {
    expect((await decodeImage(await rgba(), { channels: 4 })).data).toEqual(Buffer.from(values(4)));
    const opaque = await decodeImage(await rgb(), { channels: 4 });
    expect(new Uint8Array(opaque.data.filter((_, at) => at % 4 !== 3))).toEqual(values(3));
    expect(opaque.data.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });

  test("1 is Pillow's luma, and leaves gray as it is", async () => {
    const [red = 0, green = 0, blue = 0] = values(3);
    const { data } = await decodeImage(await rgb(), { channels: 1 });
    expect(data).toHaveLength(width * height);
    expect(data[0]).toBe((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    const gray = await sharp(values(1), { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    expect((await decodeImage(gray, { channels: 1 })).data).toEqual(values(1));
  });

  test.each([2, 4, 5, 7])('%i bands of a TIFF and of a .npy file come as they are, of 16 bits the upper 8', async (bands) => {
    const [bytes, words] = [values(bands), Uint16Array.from(values(bands), (value, at) => value * 256 + (at & 255))];
    for (const file of [tiff(bytes, bands), npy(bytes, bands), tiff(words, bands), npy(words, bands)])
      expect(new Uint8Array((await decodeImage(file, { channels: bands })).data)).toEqual(bytes);
    const swapped = Uint16Array.from(words, (word) => (word >> 8) | ((word & 255) << 8));
    expect((await decodeImage(npy(swapped, bands, '>'), { channels: bands })).data).toEqual(bytes);
  });

  test('colour and two more bands are five', async () => {
    expect(new Uint8Array((await decodeImage(tiff(values(5), 5, true), { channels: 5 })).data)).toEqual(values(5));
  });

  test.each([
    ['a TIFF of 5 bands', () => tiff(values(5), 5), 3, 'it has 5 channels, and the network takes 3'],
    ['a .npy file of 5 bands', () => npy(values(5), 5), 4, 'it has 5 channels, and the network takes 4'],
    ['a TIFF of colours', () => tiff(values(3), 3, true), 4, 'it has 3 channels, and the network takes 4'],
    ['a PNG', rgb, 5, 'it has 3 channels, and the network takes 5'],
  ] as const)('%s is refused where other channels are wanted', async (_, file, channels, reason) => {
    await expect(decodeImage(await file(), { channels })).rejects.toMatchObject({
      code: 'ATTUNE_IMAGE',
      reason: expect.stringContaining(`${reason}; to train on them, choose `) as string,
    });
  });

  test.each([
    ['floats', "'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 4)", /of f4, which is not read: save uint8 or uint16/u],
    ['columns first', "'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 4)", /Fortran order/u],
    ['a vector', "'descr': '|u1', 'fortran_order': False, 'shape': (4,)", /of shape \(4\)/u],
    ['missing elements', "'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 4)", /it has 0 of 16 bytes/u],
  ])('a .npy file of %s is refused with the reason', async (_, header, reason) => {
    const file = Buffer.from(`\u0093NUMPY\u0001\u0000${String.fromCharCode(header.length)}\u0000${header}`, 'latin1');
    await expect(decodeImage(file, { channels: 4 })).rejects.toThrow(reason);
  });
});

describe('a folder of images of other channels', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'attune-channels-'));
    for (const name of ['a', 'b']) {
      await mkdir(join(root, name));
      for (let index = 0; index < 4; index++) {
        await writeFile(join(root, name, `${index}.npy`), npy(values(5, index + 1), 5));
        await writeFile(join(root, name, `${index}.tif`), tiff(values(5, index + 5), 5));
      }
    }
  });
  afterAll(() => rm(root, { recursive: true }));

  const five = preprocessingIn(preprocessingFor({ imageSize: 8 }), 5);

  test('is read in five channels, with and without threads, and classified the same', async () => {
    const batch = async (loaderThreads: number) => {
      const { train } = await imageFolder(root, { ...five, loaderThreads, augmentation: augmentationNamed('standard', { imageSize: 8 }) });
      for await (const found of train.batches({ batchSize: 4, shuffle: true, augment: true })) return { found, train };
      throw new Error('no batch');
    };
    const [plain, threaded] = [await batch(0), await batch(2)];
    expect(plain.found.shape).toEqual([4, 8, 8, 5]);
    expect(threaded.found).toEqual(plain.found);
    const [first] = plain.found.indices;
    const image = await plain.train.image(first!);
    expect(channelsOf(image)).toBe(5);
    const load = viewLoader({ preprocessing: five, loaderThreads: 0 });
    expect(await load(join(root, plain.train.nameOf(first!)))).toEqual(preprocess(image, five));
  });

  test('is refused, every file with its channels, where three are wanted', async () => {
    await expect(imageFolder(root, { imageSize: 8 })).rejects.toThrow(/0\.npy is broken: it has 5 channels, and the network takes 3/u);
  });

  test('is refused where colours are to be varied', async () => {
    await expect(imageFolder(root, { ...five, augmentation: augmentationNamed('strong', { imageSize: 8 }) })).rejects.toMatchObject({
      code: 'ATTUNE_DATA_OPTION',
      faults: [{ option: 'augmentation.variation' }],
    });
  });
});
