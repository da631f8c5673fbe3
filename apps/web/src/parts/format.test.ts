import { expect, test } from 'vitest';

import { clock, large, percent, wholePercent } from './format.ts';

test('a fraction is a percentage with one digit, or none', () => {
  expect([0, 0.9346, 1].map(percent)).toEqual(['0.0 %', '93.5 %', '100.0 %']);
  expect([0, 0.9346, 1].map(wholePercent)).toEqual(['0 %', '93 %', '100 %']);
});

test('counts are shortened by thousands', () => {
  expect([792, 272_474, 11_176_512, 1.81e9].map(large)).toEqual(['792', '272.5\u00A0k', '11.18\u00A0M', '1.81\u00A0G']);
});

test('seconds are minutes and seconds, never below nothing', () => {
  expect([-1, 59.6, 245].map(clock)).toEqual(['0:00', '1:00', '4:05']);
});
