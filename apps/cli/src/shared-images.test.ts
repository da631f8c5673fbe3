import { expect, it } from 'vitest';

import { describeTextOrder } from './shared-images.ts';

it('says in which order folders that are numbers stand for unnamed classes, where it is not theirs', () => {
  const folders = Array.from({ length: 12 }, (_, number) => String(number)).sort();
  expect(describeTextOrder(folders)).toMatch(/as text \(0, 1, 10, 11, 2, .*\): class 2 is judged as "10"/u);
  expect(describeTextOrder(['0', '1', '2'])).toBeNull();
  expect(describeTextOrder(['10', '2', 'cat'])).toBeNull();
});
