import { expect, it } from 'vitest';

import * as sweep from './index.ts';

it('exports these names', () => {
  expect(Object.keys(sweep).toSorted()).toEqual([
    'SweepSpecError',
    'comparePairs',
    'digestOf',
    'epochsOf',
    'flagSet',
    'latestResults',
    'meanInterval',
    'parseResults',
    'parseSweep',
    'resultsCsv',
    'scheduleOf',
    'summarizeSweep',
    'trialResult',
    'trialsOf',
  ]);
});
