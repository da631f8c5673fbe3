import { expect, test } from 'vitest';

import { runAhead } from './ahead.ts';

const never = new AbortController().signal;
const fails = async () => Promise.reject<number>(new Error('broken'));
const later = (value: number, delayMs: number) => () => new Promise<number>((resolve) => setTimeout(() => resolve(value), delayMs));

test('results come in the order of the tasks, whichever is done first', async () => {
  const seen: number[] = [];
  for await (const value of runAhead([later(1, 20), later(2, 0), later(3, 10), later(4, 0)], { depth: 2, signal: never })) seen.push(value);
  expect(seen).toEqual([1, 2, 3, 4]);
});

test('no more than depth tasks beyond the one awaited are started', async () => {
  let started = 0;
  const tasks = Array.from({ length: 10 }, (_, index) => async () => {
    started++;
    return index;
  });
  const results = runAhead(tasks, { depth: 2, signal: never });
  await results.next();
  expect(started).toBe(3);
  await results.return(undefined);
  expect(started).toBe(3);
});

test('an abort ends the wait for a slow task, with the reason', async () => {
  const stop = new AbortController();
  const results = runAhead([later(1, 60_000)], { depth: 2, signal: stop.signal });
  setTimeout(() => stop.abort(new Error('stopped by the user')), 5);
  await expect(results.next()).rejects.toThrow('stopped by the user');
});

test('a failure is thrown in its turn, after the results before it', async () => {
  const results = runAhead([later(1, 10), fails], { depth: 2, signal: never });
  expect(await results.next()).toEqual({ done: false, value: 1 });
  await expect(results.next()).rejects.toThrow('broken');
});
