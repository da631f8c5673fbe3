import { describe, expect, it } from 'vitest';

import { mixBatch } from './batch-mix.ts';
import { pixelDataset } from '../batches/pixel-dataset.ts';
import { keyedRandom } from '../order/random.ts';

const side = 8;
const length = side * side * 3;

/** Three images, all 1, all 2, all 4. */
function batch() {
  return { images: Float32Array.from({ length: 3 * length }, (_, at) => 2 ** Math.floor(at / length)), labels: Int32Array.of(5, 6, 7), side };
}

const imageOf = (images: Float32Array, index: number) => images.subarray(index * length, (index + 1) * length);

describe('mixBatch', () => {
  it('mixup adds the image before by its share, and the first gets the last as it was', () => {
    const mixed = batch();
    const { partnerLabels, weight } = mixBatch(mixed, { mixup: 0.4 }, keyedRandom(1));
    expect([...partnerLabels]).toEqual([7, 5, 6]);
    const share = weight[0]!;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    [
      [1, 4],
      [2, 1],
      [4, 2],
    ].forEach(([own, partner], index) => expect(imageOf(mixed.images, index)[17]).toBeCloseTo(share * own! + (1 - share) * partner!, 5));
  });

  it('CutMix puts one rectangle of the image before in, and its weight is the area that is left', () => {
    const seen = new Set<number>();
    for (let key = 0; key < 20; key++) {
      const mixed = batch();
      const { weight } = mixBatch(mixed, { cutmix: 1 }, keyedRandom(key));
      const foreign = [...imageOf(mixed.images, 1)].flatMap((value, at) => (value === 1 ? [Math.floor(at / 3)] : []));
      expect(foreign.length / 3 / side ** 2).toBeCloseTo(1 - weight[1]!, 6);
      const [rows, columns] = [new Set(foreign.map((at) => Math.floor(at / side))), new Set(foreign.map((at) => at % side))];
      expect(rows.size * columns.size * 3).toBe(foreign.length);
      seen.add(weight[1]!);
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('λ of Beta(α, α) has mean 1/2 and variance 1 / (8α + 4)', () => {
    for (const alpha of [0.2, 1, 3]) {
      const random = keyedRandom(3);
      const draws = Array.from(
        { length: 4000 },
        () => mixBatch({ images: new Float32Array(6), labels: new Int32Array(2), side: 1 }, { mixup: alpha }, random).weight[0]!,
      );
      const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
      const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
      expect(mean).toBeGreaterThan(0.48);
      expect(mean).toBeLessThan(0.52);
      expect(variance * (8 * alpha + 4)).toBeGreaterThan(0.93);
      expect(variance * (8 * alpha + 4)).toBeLessThan(1.07);
    }
  });
});

describe('a split that mixes', () => {
  const pixels = {
    width: 4,
    height: 4,
    pixels: Uint8Array.from({ length: 10 * 48 }, (_, at) => (at * 37) % 251),
    labels: Int32Array.from({ length: 10 }, (_, index) => index % 2),
  };
  const split = (mix?: object) =>
    pixelDataset({
      classes: ['a', 'b'],
      train: pixels,
      validation: pixels,
      preprocessing: { imageSize: 4 },
      augmentation: { kind: 'padded-crop', padding: 1, flip: 0.5, ...(mix === undefined ? {} : { mix }) },
    }).train;

  async function batches(mix: object | undefined, options: object) {
    const all = [];
    for await (const each of split(mix).batches({ batchSize: 3, shuffle: true, seed: 1, epoch: 2, ...options })) all.push(each);
    return all;
  }

  it('mixes training batches alone, the same when an epoch goes on in its middle', async () => {
    expect(split({ mixup: 0.2 }).mixes).toBe(true);
    expect(split().mixes).toBe(false);
    expect((await batches({ mixup: 0.2 }, {})).every(({ mix }) => mix === undefined)).toBe(true);
    const whole = await batches({ mixup: 0.2, cutmix: 1 }, { augment: true });
    expect(whole.every(({ mix }) => mix !== undefined)).toBe(true);
    expect(await batches({ mixup: 0.2, cutmix: 1 }, { augment: true, firstBatch: 1 })).toEqual(whole.slice(1));
    expect(new Set(whole.map(({ mix }) => mix!.weight[0])).size).toBe(whole.length);
  });

  it('refuses an α that is not above 0', () => {
    expect(() => split({ mixup: 0, cutmix: -1 })).toThrow(/augmentation\.mix\.mixup.*augmentation\.mix\.cutmix/s);
  });
});
