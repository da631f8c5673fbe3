import { expect, it } from 'vitest';

import { foldSplit } from './fold-split.ts';

const labels = Int32Array.from({ length: 23 }, (_, index) => index % 2);
const keys = Array.from(labels, (_, index) => `${index}.png`);
const names = (positions: Int32Array, of: readonly string[]) => [...positions].map((position) => of[position]).toSorted();
const folds = (of: number, seed = 0) => Array.from({ length: of }, (_, index) => foldSplit(labels, { keys, fold: { number: index + 1, of }, seed }));

it('holds every image back once over all folds, and trains on the others', () => {
  const split = folds(5);
  expect(split.flatMap(({ validation }) => [...validation]).toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
  for (const { train, validation } of split) expect(train.length + validation.length).toBe(labels.length);
});

it('spreads each class over the folds as evenly as whole images allow', () => {
  for (const { validation } of folds(4)) {
    const ones = [...validation].filter((position) => labels[position] === 1).length;
    expect([ones, validation.length - ones].every((count) => count === 2 || count === 3)).toBe(true);
  }
});

it('deals by name and seed, not by position', () => {
  const [first] = folds(5);
  const reversed = foldSplit(labels.toReversed(), { keys: keys.toReversed(), fold: { number: 1, of: 5 }, seed: 0 });
  expect(names(reversed.validation, keys.toReversed())).toEqual(names(first!.validation, keys));
  expect(folds(5, 1)[0]!.validation).not.toEqual(first!.validation);
});

it('keeps groups whole', () => {
  const groups = keys.map((_, index) => (index < 6 ? 'burst' : null));
  for (let number = 1; number <= 3; number++) {
    const { validation } = foldSplit(labels, { keys, groups, fold: { number, of: 3 }, seed: 0 });
    expect([0, 6]).toContain([...validation].filter((position) => position < 6).length);
  }
});
