import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { type Batch, cifar10, decodeImage, openDataset, openEvaluation, resize, scanFolder } from '../src/index.ts';

const data = process.env.ATTUNE_DATA;
const at = (name: string) => join(data ?? '', name);

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe.skipIf(data === undefined)('real data', () => {
  test('ants and bees load entirely, the stray GIF reported', async () => {
    const dataset = await openDataset(at('hymenoptera'), { imageSize: 32 });
    expect(dataset.counts).toEqual([
      { name: 'ants', train: 123, validation: 70 },
      { name: 'bees', train: 121, validation: 83 },
    ]);
    expect(dataset.skipped).toEqual([
      { path: at('hymenoptera/train/ants/imageNotFound.gif'), reason: 'GIF is read only when asked for (gif: true)', kind: 'gif' },
    ]);
    const batches = await collect(dataset.train.batches({ batchSize: 32, shuffle: true, augment: true }));
    expect(batches.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual(Array.from({ length: 244 }, (_, index) => index));
    expect(batches.every(({ images }) => images.every(Number.isFinite))).toBe(true);
  });

  test('sign digits scan whole, and a photo with EXIF orientation 6 and zeros after its end decodes', async () => {
    const scan = await scanFolder(at('sign-digits'));
    expect([scan.train.length, scan.validation?.length, scan.broken.length, scan.faults.length]).toEqual([800, 200, 0, 0]);
    const photo = await decodeImage(at('sign-digits/train/7/IMG_5978.JPG'));
    expect([photo.width, photo.height]).toEqual([3024, 3024]);
    expect(resize(photo, { width: 256, height: 256 }).data).toHaveLength(256 * 256 * 3);
  });

  test('CIFAR-10 binaries give both splits, with the classes of batches.meta.txt', async () => {
    const dataset = await cifar10(at('cifar10'));
    expect(dataset.classes).toEqual(['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']);
    expect(dataset.counts.every(({ train, validation }) => train === 1000 && validation === 1000)).toBe(true);
    expect(dataset.preprocessing).toMatchObject({ imageSize: 32, resizeSize: 32 });
  });

  test('one .bin is evaluated in file order', async () => {
    const { images } = await openEvaluation(at('cifar10/lossless_train_4000.bin'));
    expect(images.size).toBe(4000);
    expect([...images.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]); // as in the official data_batch_1
    const batches = await collect(images.batches({ batchSize: 1000 }));
    expect(batches.flatMap(({ indices }) => [...indices])).toEqual(Array.from({ length: 4000 }, (_, index) => index));
  });

  test('a folder with val/ is evaluated on it, in file order', async () => {
    const { images, classes } = await openEvaluation(at('cifar10-folder'), { imageSize: 32 });
    expect([images.size, classes.length]).toEqual([100, 10]);
    const names = Array.from({ length: images.size }, (_, index) => images.nameOf(index));
    expect(names).toEqual(names.toSorted());
  });
});
