import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { arrived, timed } from './waiting.ts';

async function* slowly(milliseconds: number, left: () => void): AsyncGenerator<number> {
  try {
    for (let item = 0; item < 3; item++) {
      await sleep(milliseconds);
      yield item;
    }
  } finally {
    left();
  }
}

async function waitedFor(items: AsyncIterable<number>, work: number): Promise<number> {
  let total = 0;
  for await (const _ of timed(items, (seconds) => (total += seconds))) await sleep(work);
  return total;
}

it('counts the time an item is waited for, and not what is done with it', async () => {
  expect(
    await waitedFor(
      slowly(30, () => {}),
      0,
    ),
  ).toBeGreaterThan(0.08);
  expect(
    await waitedFor(
      slowly(0, () => {}),
      50,
    ),
  ).toBeLessThan(0.08);
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
  expect([await arrived(1, waited), await arrived(sleep(20, 2), waited)]).toEqual([1, 2]);
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(0.015);
});
