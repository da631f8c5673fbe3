import { expect, test } from 'vitest';

import { cutIntoBatches, epochOrder } from './order.ts';

const sizes = (count: number, batchSize: number) =>
  cutIntoBatches(
    Int32Array.from({ length: count }, (_, index) => index),
    batchSize,
  ).map(({ length }) => length);

test('C02: a lone last image joins the batch before it', () => {
  expect(sizes(9, 8)).toEqual([9]);
  expect(sizes(17, 8)).toEqual([8, 9]);
  expect(sizes(10, 8)).toEqual([8, 2]);
});

test('C15: fewer images than the batch are one batch', () => {
  expect(sizes(5, 32)).toEqual([5]);
  expect(sizes(1, 32)).toEqual([1]);
  expect(sizes(0, 32)).toEqual([]);
});

test('with batches of one, every image is its own', () => {
  expect(sizes(3, 1)).toEqual([1, 1, 1]);
});

const order = (seed: number, epoch: number) => [...epochOrder(50, { shuffle: true, seed, epoch })];

test('an order follows from seed and epoch', () => {
  expect(order(1, 2)).toEqual(order(1, 2));
  expect(order(1, 2)).not.toEqual(order(1, 3));
  expect(order(1, 2)).not.toEqual(order(2, 2));
  expect([...epochOrder(3, { shuffle: false, seed: 1, epoch: 2 })]).toEqual([0, 1, 2]);
});
