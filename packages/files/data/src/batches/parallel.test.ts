import { expect, test } from 'vitest';

import { Budget, mapParallel } from './parallel.ts';

const pause = (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs));

test('results keep the order of the inputs, with no more than the limit under way', async () => {
  let running = 0;
  let most = 0;
  const outputs = await mapParallel(
    [5, 1, 3, 1, 2],
    async (delayMs) => {
      most = Math.max(most, ++running);
      await pause(delayMs);
      running--;
      return delayMs * 2;
    },
    { limit: 2 },
  );
  expect(outputs).toEqual([10, 2, 6, 2, 4]);
  expect(most).toBe(2);
});

test('a budget is never overspent, is given back after failures, and lets a cost above it run alone', async () => {
  const budget = new Budget(10);
  let spent = 0;
  let most = 0;
  const spend = (cost: number) =>
    budget.run(cost, async () => {
      spent += Math.min(cost, 10);
      most = Math.max(most, spent);
      await pause(1);
      spent -= Math.min(cost, 10);
      if (cost === 3) throw new Error('failed');
    });
  const outcomes = await Promise.allSettled([6, 6, 3, 100, 4, 3, 5].map(spend));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(most).toBeLessThanOrEqual(10);
});
