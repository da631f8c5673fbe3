import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Side, namedSplit } from './named-split.ts';

const share = { validationFraction: 0.2, seed: 0 };
const sidesOf = (keys: readonly string[], { train, validation }: ReturnType<typeof namedSplit>) =>
  new Map<string, Side>([...Array.from(train, (at) => [keys[at]!, 'train'] as const), ...Array.from(validation, (at) => [keys[at]!, 'validation'] as const)]);

describe('a division by name', () => {
  const labelled = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.string({ maxLength: 8 }), fc.option(fc.integer({ min: 0, max: 5 }))), {
    maxLength: 60,
  });

  test('puts every image on one side, groups and keys whole, each class that has two groups of its own on both', () => {
    fc.assert(
      fc.property(labelled, fc.integer(), (images, seed) => {
        const labels = Int32Array.from(images, ([label]) => label);
        const keys = images.map(([label, name]) => `${label}/${name}`);
        const groups = images.map(([label, , group]) => (group === null ? null : `${label}-${group}`));
        const { train, validation } = namedSplit(labels, { ...share, seed, keys, groups });
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual(images.map((_, position) => position));
        const held = new Set(validation);
        images.forEach((_, one) =>
          images.forEach((__, other) => {
            if (keys[one] === keys[other] || (groups[one] !== null && groups[one] === groups[other])) expect(held.has(one)).toBe(held.has(other));
          }),
        );
        const plain = images.every(([, , group]) => group === null);
        for (const label of new Set(labels)) {
          const own = new Set(keys.filter((_, at) => labels[at] === label));
          if (!plain || own.size < 2) continue;
          expect([...train].some((at) => labels[at] === label)).toBe(true);
          expect([...validation].some((at) => labels[at] === label)).toBe(true);
        }
      }),
    );
  });

  test('tells an image its side whatever else is there, in any order and either composition', () => {
    const keys = Array.from({ length: 400 }, (_, index) => `caf\u00e9/${index}.jpg`);
    const sides = sidesOf(keys, namedSplit(new Int32Array(400), { ...share, keys }));
    const some = keys.filter((_, index) => index % 3 !== 0).reverse();
    const less = sidesOf(some, namedSplit(new Int32Array(some.length), { ...share, keys: some.map((key) => key.normalize('NFD').replace('/', '\\')) }));
    for (const key of some) expect(less.get(key)).toBe(sides.get(key));
    expect([...sides.values()].filter((side) => side === 'validation').length / 400).toBeCloseTo(0.2, 1);
  });

  test('keeps the sides that are known, and gives the class what it is missing from the new ones', () => {
    const keys = ['a/0', 'a/1', 'a/2', 'a/3'];
    const known = new Map<string, Side>([
      ['a/0', 'train'],
      ['a/1', 'train'],
    ]);
    const keep = (position: number) => known.get(keys[position]!);
    const sides = sidesOf(keys, namedSplit(new Int32Array(4), { ...share, validationFraction: 0.0001, keys, keep }));
    expect([sides.get('a/0'), sides.get('a/1')]).toEqual(['train', 'train']);
    expect([...sides.values()].filter((side) => side === 'validation')).toHaveLength(1);
  });

  test('these sides stay as they are: runs of before count on them', () => {
    const keys = ['ants', 'bees'].flatMap((name) => Array.from({ length: 10 }, (_, index) => `${name}/${index}.jpg`));
    const labels = Int32Array.from(keys, (key) => (key.startsWith('ants') ? 0 : 1));
    expect([...namedSplit(labels, { ...share, keys }).validation].map((at) => keys[at])).toMatchInlineSnapshot(`
      [
        "ants/1.jpg",
        "bees/5.jpg",
      ]
    `);
  });
});
