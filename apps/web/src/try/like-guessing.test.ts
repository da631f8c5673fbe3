import { expect, test } from 'vitest';

import { isLikeGuessing } from './like-guessing.ts';

test('of 16 photos in halves guessing gets 12 now and then, 13 hardly ever', () => {
  expect([9, 12, 13].map((right) => isLikeGuessing({ right, total: 16, guessed: 8 }))).toEqual([true, true, false]);
});

test('the same share of more photos is better than guessing', () => {
  expect([6, 60].map((right) => isLikeGuessing({ right, total: right * 1.5, guessed: right * 0.75 }))).toEqual([true, false]);
});
