import { expect, test } from 'vitest';

import type { Batch } from './dataset.ts';
import { type ImageSource, ImageSplit } from './image-split.ts';
import type { RgbImage } from '../pixels/image.ts';
import { ImageMemory, keptSource } from './kept-source.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';

const imageBytes = 12 * 10 * 3;

function paint(index: number): RgbImage {
  return { width: 12, height: 10, data: Uint8Array.from({ length: imageBytes }, (_, at) => (at * 7 + index * 31) % 256) };
}

/** Images that arrive late and out of order, and count how often each is decoded. */
function lateSource(size: number): ImageSource & { readonly decoded: number[] } {
  const decoded = Array.from({ length: size }, () => 0);
  const read = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, (index * 5) % 4));
    decoded[index]! += 1;
    return paint(index);
  };
  return { labels: Int32Array.from(decoded, (_, index) => index % 2), nameOf: String, read, decoded };
}

async function epochs(source: ImageSource, count: number): Promise<Batch[]> {
  const preprocessing = preprocessingFor({ imageSize: 8 });
  const split = new ImageSplit({ source, preprocessing, augmentation: { kind: 'random-resized-crop', scale: [0.2, 1], ratio: [0.75, 1.33], flip: 0.5 } });
  const batches: Batch[] = [];
  for (let epoch = 0; epoch < count; epoch++)
    for await (const batch of split.batches({ batchSize: 4, shuffle: true, augment: true, epoch })) batches.push(batch);
  return batches;
}

test('the batches are those of the source itself, every image decoded once', async () => {
  const source = lateSource(10);
  expect(await epochs(keptSource(source, new ImageMemory()), 3)).toEqual(await epochs(lateSource(10), 3));
  expect(source.decoded).toEqual(Array.from({ length: 10 }, () => 1));
});

test('what does not fit is decoded again, and two sources share one memory', async () => {
  const memory = new ImageMemory(7 * imageBytes + 1);
  const [first, second] = [lateSource(5), lateSource(5)];
  const [kept, other] = [keptSource(first, memory), keptSource(second, memory)];
  await epochs(kept, 3);
  await epochs(other, 3);
  expect(first.decoded).toEqual([1, 1, 1, 1, 1]);
  expect(second.decoded.filter((times) => times === 1)).toHaveLength(2);
  expect(second.decoded.filter((times) => times === 3)).toHaveLength(3);
});

test('with no memory nothing is kept', async () => {
  const source = lateSource(3);
  await epochs(keptSource(source, new ImageMemory(0)), 2);
  expect(source.decoded).toEqual([2, 2, 2]);
});
