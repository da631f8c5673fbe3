import { expect, it } from 'vitest';

import * as surface from './index.ts';

it('exports these names', () => {
  expect(Object.keys(surface).toSorted()).toMatchInlineSnapshot(`
    [
      "NoEpochError",
      "commandOf",
      "compareRuns",
      "controlWords",
      "explainPictures",
      "mapSide",
      "networkTitle",
      "renderComparison",
      "renderReport",
      "reportRun",
      "reportSweep",
      "targetTable",
      "verdictOn",
    ]
  `);
});
