import { expect, it } from 'vitest';

import { StatusAge } from './status-age.ts';

const hour = 3_600_000;

it('is told by the clock at first, and afterwards by how long nothing has changed', () => {
  const age = new StatusAge();
  expect(age.of(1000, { clock: 4000, steady: 50 })).toBe(3000);
  expect(age.of(1000, { clock: 5000, steady: 1050 })).toBe(4000);
  expect(age.of(5000, { clock: 6000, steady: 2050 })).toBe(0);
});

it('grows where the clock was set back, so that a run that has ended is not followed for ever', () => {
  const age = new StatusAge();
  expect(age.of(hour, { clock: 0, steady: 0 })).toBe(0);
  expect(age.of(hour, { clock: 1000, steady: 200_000 })).toBe(200_000);
});

it('stays young where the clock is set forward, so that a run that goes on is not given up', () => {
  const age = new StatusAge();
  age.of(1000, { clock: 1500, steady: 500 });
  expect(age.of(1000, { clock: hour, steady: 600 })).toBe(600);
});
