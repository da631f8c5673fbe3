import { describe, expect, it } from 'vitest';

import { balancedOrder, classMembers } from './balanced-order.ts';

/** 90 images of class 0, 7 of class 1, 3 of class 4. */
const labels = Int32Array.from({ length: 100 }, (_, image) => (image < 90 ? 0 : image < 97 ? 1 : 4));

const countsOf = (order: Int32Array) => [0, 1, 4].map((label) => order.filter((image) => labels[image] === label).length);

const order = (seed: number, epoch: number) => [...balancedOrder(classMembers({ labels }), { size: 100, seed, epoch })];

describe('balanced sampling', () => {
  it('gives as many images as there are, each class equally often to within one', () => {
    for (let epoch = 0; epoch < 20; epoch++) {
      const shown = Int32Array.from(order(5, epoch));
      expect(countsOf(shown).toSorted()).toEqual([33, 33, 34]);
    }
  });

  it('shows no image of a class again before all others of it, and in twelve epochs all of the largest', () => {
    const seen = new Set<number>();
    for (let epoch = 0; epoch < 12; epoch++) {
      const shown = Int32Array.from(order(5, epoch));
      shown.forEach((image) => seen.add(image));
      const rare = [97, 98, 99].map((image) => shown.filter((other) => other === image).length);
      expect(Math.max(...rare) - Math.min(...rare)).toBeLessThanOrEqual(1);
    }
    expect(seen.size).toBe(100);
  });

  it('is decided by seed and epoch alone', () => {
    expect(order(1, 2)).toEqual(order(1, 2));
    expect(order(1, 3)).not.toEqual(order(1, 2));
    expect(order(2, 2)).not.toEqual(order(1, 2));
  });

  it('of several labels an image counts for each of its classes, and images of none are a class too', () => {
    const members = classMembers({ labels: new Int32Array(4), targets: Float32Array.of(1, 1, 0, 0, 1, 0, 0, 0) });
    expect(members.map((positions) => [...positions])).toEqual([[1, 3], [0, 2], [0]]);
  });
});
