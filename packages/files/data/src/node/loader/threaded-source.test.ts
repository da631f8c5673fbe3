import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { patience } from '../../../../../../tools/testing/patience.ts';
import { augmentationNamed, augmentationNames } from '../../augmentation/augmentation-presets.ts';
import type { LabelledImages } from '../../batches/dataset.ts';
import { keyedRandom } from '../../order/random.ts';
import { imageInBytes } from '../encoded-image.ts';
import { imageFolder, imageFolderEvaluation } from '../image-folder.ts';
import type { ListedImage } from '../../list/image-list.ts';
import { openListed } from '../listed-images.ts';
import { answer } from './image-thread.ts';
import { loaderPool } from './loader-threads.ts';

const imageSize = 80; // large enough to be zoomed into, as photos are
const imagesAClass = 9;

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attune-threads-'));
  await writePhotos(root);
});

afterAll(async () => rm(root, { recursive: true }));

/** Noise of many sizes and kinds in `cat` and `dog`. */
async function writePhotos(folder: string): Promise<void> {
  const random = keyedRandom(5);
  for (const name of ['cat', 'dog']) {
    await mkdir(join(folder, name), { recursive: true });
    for (let index = 0; index < imagesAClass; index++) {
      const [width, height] = [90 + Math.floor(random() * 120), 90 + Math.floor(random() * 120)];
      const pixels = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256));
      const photo = sharp(pixels, { raw: { width, height, channels: 3 } }).withMetadata({ orientation: (index % 8) + 1 });
      await (index % 3 === 0 ? photo.png() : photo.jpeg()).toFile(join(folder, name, `${index}${index % 3 === 0 ? '.png' : '.jpg'}`));
    }
  }
}

/** Batches of some epochs, their pixels as a digest that changes with any bit. */
async function epochs(images: LabelledImages, count: number, augment = true): Promise<object[]> {
  const batches: object[] = [];
  for (let epoch = 0; epoch < count; epoch++) {
    for await (const { images: pixels, ...batch } of images.batches({ batchSize: 4, shuffle: true, augment, seed: 7, epoch }))
      batches.push({ ...batch, pixels: createHash('sha256').update(pixels).digest('hex') });
  }
  return batches;
}

/** The same photos as bytes that are parts of one buffer, as a Parquet file gives them. */
async function photosInBytes(asked: string[] = []): Promise<ListedImage[]> {
  const photo = (name: string, index: number): ListedImage => {
    const place = `${name}/${index}.${index % 3 === 0 ? 'png' : 'jpg'}`;
    const read = async () => {
      asked.push(place);
      const bytes = await readFile(join(root, place));
      return Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]).subarray(6, 6 + bytes.length);
    };
    return { ...imageInBytes(place, read), name: place, key: place, label: name, part: null, group: null };
  };
  return ['cat', 'dog'].flatMap((name) => Array.from({ length: imagesAClass }, (_, index) => photo(name, index)));
}

async function evaluated(loaderThreads: number): Promise<object[]> {
  return epochs((await imageFolderEvaluation(root, { imageSize, loaderThreads })).images, 1, false);
}

async function listed(loaderThreads: number): Promise<object[]> {
  const list = { path: 'list', classes: null, images: await photosInBytes(), skipped: [] };
  return epochs((await openListed(list, { imageSize, loaderThreads, keptBytes: 100_000 })).train, 2);
}

describe('images that threads load', () => {
  test.each(augmentationNames)(
    '%s: two epochs are those of the main thread in every bit and in their order, by one thread, by three, and with nothing kept',
    async (name) => {
      const open = (loaderThreads: number, keptBytes?: number) =>
        imageFolder(root, {
          imageSize,
          loaderThreads,
          augmentation: augmentationNamed(name, { imageSize }),
          ...(keptBytes === undefined ? {} : { keptBytes }),
        });
      const expected = await epochs((await open(0)).train, 2);
      for (const opened of [await open(1), await open(3), await open(2, 0)]) expect(await epochs(opened.train, 2)).toEqual(expected);
    },
  );

  test('evaluation, and images whose bytes lie in a larger buffer, are the same too', async () => {
    expect(await evaluated(2)).toEqual(await evaluated(0));
    expect(await listed(2)).toEqual(await listed(0));
  });

  test('a file that breaks after the scan is the same error as without threads, with its path', async () => {
    const folder = `${root}-breaking`;
    await writePhotos(folder);
    try {
      const [threaded, plain] = [await imageFolder(folder, { imageSize, loaderThreads: 2 }), await imageFolder(folder, { imageSize, loaderThreads: 0 })];
      const broken = join(folder, plain.train.nameOf(0));
      await writeFile(broken, 'no picture any more');
      const faultOf = async (images: LabelledImages) => {
        const error = (await epochs(images, 1).catch((fault: unknown) => fault)) as Error & { path: string; reason: string; code: string };
        return { name: error.name, code: error.code, path: error.path, reason: error.reason, message: error.message, cause: error.cause instanceof Error };
      };
      const fault = await faultOf(plain.train);
      expect(fault).toMatchObject({ code: 'ATTUNE_IMAGE', path: broken, cause: true });
      expect(await faultOf(threaded.train)).toEqual(fault);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('decoded images are kept as far as the memory goes, and read no more', async () => {
    const asked: string[] = [];
    const images = await photosInBytes(asked);
    const { train } = await openListed({ path: 'list', classes: null, images, skipped: [] }, { imageSize, loaderThreads: 2 });
    await epochs(train, 1);
    asked.length = 0;
    await epochs(train, 2);
    expect(asked).toEqual([]);
    expect((await train.image(0)).data.buffer).toBeInstanceOf(SharedArrayBuffer);
    const tight = await openListed({ path: 'list', classes: null, images, skipped: [] }, { imageSize, loaderThreads: 2, keptBytes: 150_000 });
    const kept = async () =>
      (await Promise.all(Array.from({ length: tight.train.size }, async (_, index) => (await tight.train.image(index)).data))).filter(
        ({ buffer }) => buffer instanceof SharedArrayBuffer,
      );
    await epochs(tight.train, 3);
    const bytes = (await kept()).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(150_000);
  });

  test('no more is asked of the threads than the batches ahead need, however long training takes', async () => {
    const asked: string[] = [];
    const list = { path: 'list', classes: null, images: await photosInBytes(), skipped: [] };
    const { train } = await openListed({ ...list, images: await photosInBytes(asked) }, { imageSize, loaderThreads: 2, keptBytes: 0 });
    asked.length = 0; // what the scan read
    const batches = train.batches({ batchSize: 2, augment: true })[Symbol.asyncIterator]();
    await batches.next();
    await vi.waitFor(() => expect(asked).toHaveLength(6), patience);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked).toHaveLength(6);
    await batches.return?.();
  });

  test('an abort ends the epoch with its reason, what was asked is dropped, and the threads end', async () => {
    const { train } = await imageFolder(root, { imageSize, loaderThreads: 2, keptBytes: 0 });
    const stop = new AbortController();
    const batches = train.batches({ batchSize: 4, augment: true, signal: stop.signal })[Symbol.asyncIterator]();
    await batches.next();
    const next = batches.next();
    stop.abort(new Error('stopped by the user'));
    await expect(next).rejects.toThrow('stopped by the user');
    await vi.waitFor(() => expect(loaderPool(2).threads).toHaveLength(0), patience);
    expect((await epochs(train, 1)).length).toBeGreaterThan(0); // and start again
  });

  test('a thread does not begin what nobody waits for', async () => {
    const { preprocessing } = await imageFolder(root, { imageSize });
    const header = { format: 'png', width: 90, height: 90, inks: false } as const;
    const request = { preprocessing, augmentation: { kind: 'none' }, keys: [1] } as const;
    const task = { path: 'nowhere.png', source: 'nowhere.png', header, request, keep: false };
    expect(await answer({ ...task, stopped: Int32Array.of(1) })).toBeNull();
    expect(await answer({ ...task, stopped: Int32Array.of(0) })).toMatchObject({ reason: expect.stringContaining('nowhere.png') as string });
  });

  test.each(['break;', 'process.exit(0);', 'process.kill(process.pid, "SIGINT"); await new Promise(() => {});'])(
    'a process that leaves in the middle of an epoch (%s) ends by that, with nothing to say',
    async (leaving) => {
      const module = new URL('../../../dist/index.js', import.meta.url).href;
      const program = `
        const { imageFolder } = await import(${JSON.stringify(module)});
        const { train } = await imageFolder(${JSON.stringify(root)}, { imageSize: ${imageSize}, loaderThreads: 2 });
        for await (const batch of train.batches({ batchSize: 4, augment: true })) { process.stdout.write('leaving'); ${leaving} }
      `;
      const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      expect({ code, signal, said }).toEqual(leaving.includes('SIGINT') ? { code: null, signal: 'SIGINT', said: '' } : { code: 0, signal: null, said: '' });
    },
  );

  test('a number of threads that makes no sense is refused by name', async () => {
    await expect(imageFolder(root, { loaderThreads: -1 })).rejects.toMatchObject({
      code: 'ATTUNE_DATA_OPTION',
      faults: [{ option: 'loaderThreads', value: -1 }],
    });
    await expect(imageFolder(root, { loaderThreads: 1.5 })).rejects.toThrow('loaderThreads is 1.5');
  });
});
