import { expect, it } from 'vitest';

import { metricsCsv } from './metrics-csv.ts';

const figures = { trainLoss: 1, trainAccuracy: 0.5, validationLoss: 2, validationAccuracy: 0.25, seconds: 3, waitingSeconds: 0.5 };

it('has a line for each epoch of the run and a column for each group; quotes what holds a comma', () => {
  const text = metricsCsv([
    { stage: 'head', epoch: 0, ...figures, learningRates: { head: 0.01 } },
    { stage: 'all, "slowly"', epoch: 0, ...figures, learningRates: { early: 0.1, head: 0.2 } },
  ]);
  expect(text).toBe(
    'stage,epoch,trainLoss,trainAccuracy,validationLoss,validationAccuracy,seconds,waitingSeconds,rate head,rate early\r\nhead,1,1,0.5,2,0.25,3,0.5,0.01,\r\n"all, ""slowly""",2,1,0.5,2,0.25,3,0.5,0.2,0.1\r\n',
  );
});
