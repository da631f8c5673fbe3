import { expect, test } from 'vitest';

import { compareCodePoints } from './code-points.ts';

test('D03: text is ordered by code points, above U+FFFF too, and a beginning comes before what continues it', () => {
  const sorted = ['1', '10', '2', 'B', 'Z', '_x', 'a', 'ab', 'Äpfel', '\u{FF5E}', '\u{1F600}'];
  expect(sorted.toReversed().sort(compareCodePoints)).toEqual(sorted);
});
