import { expect, test } from 'vitest';

import { alikeNames } from './alike-names.ts';

test('names that differ in case, spaces, hyphens, underscores or width are alike', () => {
  expect(alikeNames(['Cat', 'ice_bear', 'cat', 'dog', 'ice bear', 'Ice-Bear', 'ＣＡＴ'])).toEqual([
    ['Cat', 'cat', 'ＣＡＴ'],
    ['ice_bear', 'ice bear', 'Ice-Bear'],
  ]);
});

test('names that say something else are not', () => {
  expect(alikeNames(['0', '00', '-1', '1', 'a', 'á', 'cat', 'cats', 'c', 'c+'])).toEqual([]);
});
