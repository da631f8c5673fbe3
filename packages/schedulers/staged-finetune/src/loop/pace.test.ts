import { expect, test } from 'vitest';

import { Pace } from './pace.ts';

test('G01: resumed at 900 of 1000, ten steps in a minute leave 540 s', () => {
  const pace = new Pace({ doneBefore: 900, now: 1000 });
  expect(pace.secondsLeft(910, 1000, 1060)).toBe(540);
  expect(pace.speed(910, 1060)).toBeCloseTo(1 / 6, 12);
});

test('nothing is said before anything is known, and never less than nothing', () => {
  const pace = new Pace({ doneBefore: 0, now: 5 });
  expect(pace.secondsLeft(0, 10, 5)).toBeNull();
  expect(pace.secondsLeft(0, 10, 6)).toBeNull();
  expect(pace.secondsLeft(5, 10, 5)).toBeNull();
  expect(pace.secondsLeft(12, 10, 6)).toBe(0);
});
