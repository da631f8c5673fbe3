import { beforeEach, expect, it, vi } from 'vitest';

import { arrived, timed } from './waiting.ts';

/** A clock that stands still unless it is told to go on. */
let clock = 0;
beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});

async function* slowly(milliseconds: number, left: () => void = () => {}): AsyncGenerator<number> {
  try {
    for (let item = 0; item < 3; item++) {
      clock += milliseconds;
      yield item;
    }
  } finally {
    left();
  }
}

async function later(value: number): Promise<number> {
  await Promise.resolve();
  clock += 20;
  return value;
}

async function waitedFor(items: AsyncIterable<number>, work: number): Promise<number> {
  let total = 0;
  for await (const _ of timed(items, (seconds) => (total += seconds))) clock += work;
  return total;
}

it('counts the time an item is waited for, and not what is done with it', async () => {
  expect(await waitedFor(slowly(30), 50)).toBeCloseTo(0.09, 12);
});

it('leaves what it reads when its taker leaves', async () => {
  let left = false;
  for await (const item of timed(
    slowly(0, () => void (left = true)),
    () => {},
  ))
    if (item === 0) break;
  expect(left).toBe(true);
});

it('does not wait for what is there already', async () => {
  const waits: number[] = [];
  const waited = (seconds: number) => void waits.push(seconds);
  expect([await arrived(1, waited), await arrived(later(2), waited)]).toEqual([1, 2]);
  expect(waits).toEqual([0.02]);
});
