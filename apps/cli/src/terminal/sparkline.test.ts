import { expect, it } from 'vitest';

import { sparkline } from './sparkline.ts';

it('draws the lowest flat and the highest full, the newest last, and no more than there is room for', () => {
  expect(sparkline([8, 7, 1])).toBe('█▇▁');
  expect(sparkline([100, 1, 2, 3], 3)).toBe('▁▅█');
});

it('is flat where nothing changes, and silent on one value', () => {
  expect(sparkline([2, 2])).toBe('▁▁');
  expect(sparkline([2])).toBe('');
});
