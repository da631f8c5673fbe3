import { expect, test } from 'vitest';

import type { Batch, BatchOptions } from './dataset.ts';
import { type PixelImages, pixelDataset } from './pixel-dataset.ts';
import { keyedRandom } from '../order/random.ts';

const side = 8;

function images(count: number): PixelImages {
  const random = keyedRandom(7);
  const pixels = Uint8Array.from({ length: count * side * side * 3 }, () => 1 + Math.floor(random() * 255)); // never 0, so that padding is seen
  return { pixels, labels: Int32Array.from({ length: count }, (_, index) => index % 2), width: side, height: side };
}

const plain = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
const dataset = (count = 9) => pixelDataset({ classes: ['even', 'odd'], train: images(count), validation: images(4), preprocessing: plain });

async function collect(options: BatchOptions, count = 9): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of dataset(count).train.batches(options)) all.push(batch);
  return all;
}

test('a batch is [N, H, W, 3] in file order, with labels and positions, when nothing is asked for', async () => {
  const [first, second, ...rest] = await collect({ batchSize: 4 }, 6);
  expect(rest).toEqual([]);
  expect(first?.shape).toEqual([4, side, side, 3]);
  expect(second?.shape).toEqual([2, side, side, 3]);
  expect([...first!.labels, ...second!.labels]).toEqual([0, 1, 0, 1, 0, 1]);
  expect([...first!.indices, ...second!.indices]).toEqual([0, 1, 2, 3, 4, 5]);
  const { pixels } = images(6);
  expect([...first!.images, ...second!.images]).toEqual(Array.from(pixels, (value) => Math.fround(value / 255)));
});

/** The augmented images of an epoch, sorted by their place in the split. */
async function byPosition(batchSize: number, epoch: number): Promise<(readonly [number, Float32Array])[]> {
  const batches = await collect({ batchSize, shuffle: true, augment: true, seed: 3, epoch });
  const length = side * side * 3;
  const each = batches.flatMap(({ images: pixels, indices }) =>
    [...indices].map((index, place) => [index, pixels.slice(place * length, (place + 1) * length)] as const),
  );
  return each.sort(([a], [b]) => a - b);
}

test('numbers depend on seed, epoch and position, not on the batch size', async () => {
  expect(await byPosition(2, 1)).toEqual(await byPosition(5, 1));
  expect(await byPosition(2, 1)).not.toEqual(await byPosition(2, 2));
});

test('training shifts the image within a frame of 4 zero pixels, and mirrors about half', async () => {
  const count = 400;
  const { pixels } = images(count);
  const [batch] = await collect({ batchSize: count, augment: true }, count);
  const shifts = Array.from({ length: count }, (_, index) =>
    findShift(pixels.subarray(index * side * side * 3), batch!.images.subarray(index * side * side * 3)),
  );
  expect(shifts.every((shift) => shift !== null)).toBe(true);
  expect(new Set(shifts.map((shift) => shift!.top)).size).toBe(9);
  expect(new Set(shifts.map((shift) => shift!.left)).size).toBe(9);
  const flips = shifts.filter((shift) => shift!.flipped).length;
  expect(Math.abs(flips / count - 0.5)).toBeLessThan(0.08);
});

/** The one shift and mirroring that explain an augmented image: a reference that tries all. */
function findShift(pixels: Uint8Array, seen: Float32Array): { left: number; top: number; flipped: boolean } | null {
  const value = (x: number, y: number) => (x >= 0 && x < side && y >= 0 && y < side ? Math.fround(pixels[(y * side + x) * 3]! / 255) : 0);
  const offsets = Array.from({ length: 9 }, (_, offset) => offset - 4);
  const all = offsets.flatMap((top) => offsets.flatMap((left) => [false, true].map((flipped) => ({ left, top, flipped }))));
  const explains = ({ left, top, flipped }: (typeof all)[number]) =>
    Array.from({ length: side * side }, (_, at) => at).every((at) => {
      const x = at % side;
      return seen[at * 3] === value(left + (flipped ? side - 1 - x : x), top + Math.floor(at / side));
    });
  return all.find(explains) ?? null;
}

test('an abort throws its reason', async () => {
  const stop = new AbortController();
  const batches = dataset().train.batches({ batchSize: 2, signal: stop.signal })[Symbol.asyncIterator]();
  await batches.next();
  stop.abort(new Error('enough'));
  await expect(batches.next()).rejects.toThrow('enough');
});

test('pixels that do not fit the labels, and labels beyond the classes, are refused together', () => {
  const train = { ...images(4), pixels: new Uint8Array(5), labels: Int32Array.of(0, 1, 2, 1) };
  expect(() => pixelDataset({ classes: ['even', 'odd'], train, validation: images(4) })).toThrow(/pixels\.length is 5.*labels is 2/s);
});

test('a batch size that is not a whole number from 1 up is refused', async () => {
  await expect(collect({ batchSize: 0 })).rejects.toMatchObject({ code: 'ATTUNE_DATA_OPTION' });
});
