import { expect, it } from 'vitest';

import { digestOf } from './digest.ts';
import { resultsCsv } from './results-csv.ts';
import { type TrialResult, latestResults, parseResults } from './results.ts';
import { summarizeSweep } from './summary.ts';

function result(attention: string, seed: number, accuracy: number, more: Partial<TrialResult> = {}): TrialResult {
  return {
    format: 1,
    digest: digestOf({ attention, seed }),
    index: seed,
    status: 'finished',
    rung: 0,
    values: { attention },
    seed,
    fold: null,
    flags: { attention, seed },
    metrics: { epochs: 1, bestValidationAccuracy: accuracy, lastValidationAccuracy: accuracy, lastValidationLoss: 1, lastTrainLoss: 1, curve: [accuracy] },
    seconds: 2,
    parameters: 10,
    weights: null,
    machine: null,
    version: '0.0.0',
    ...more,
  };
}

const results = [result('none', 0, 0.5), result('none', 1, 0.7), result('cbam', 0, 0.6), result('cbam', 1, 0.8), result('cbam', 2, 0)];

it('a cell is compared with the control by the seeds that both have', () => {
  const { cells } = summarizeSweep({ name: 'x', control: { attention: 'none' } }, { results, planned: 6 });
  expect(cells.map(({ isControl, againstControl }) => [isControl, againstControl?.count ?? null])).toEqual([
    [true, null],
    [false, 2],
  ]);
  expect(cells[1]!.againstControl!.mean).toBeCloseTo(0.1, 12);
  expect(cells[1]!.accuracy.count).toBe(3);
});

it('what was paused or failed counts in no cell', () => {
  const others = [result('cbam', 3, 0.1, { status: 'paused' }), result('cbam', 4, 0, { status: 'failed', metrics: null, log: 'boom' })];
  const summary = summarizeSweep({ name: 'x' }, { results: [...results, ...others], planned: 9 });
  expect(summary).toMatchObject({ finished: 5, paused: 1, failed: 1, planned: 9 });
  expect(summary.cells[1]!.accuracy.count).toBe(3);
  expect(summary.best[0]).toBe(results[3]);
});

it('the last line of a trial counts, and a line that was being written does not', () => {
  const again = result('none', 0, 0.9);
  const text = [...results, again].map((line) => `${JSON.stringify(line)}\n`).join('');
  const read = parseResults(`${text}{"format":1,"dig`);
  expect(read).toHaveLength(6);
  expect(latestResults(read).find(({ digest }) => digest === again.digest)!.metrics!.bestValidationAccuracy).toBe(0.9);
});

it('the digest of a value does not depend on the order in which it was written', () => {
  expect(digestOf({ a: 1, b: [1, { c: 2, d: undefined }] })).toBe(digestOf({ b: [1, { c: 2 }], a: 1 }));
  expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
});

it('the table has a row for each trial and a column for each axis', () => {
  const [head, first] = resultsCsv(results).split('\r\n');
  expect(head).toBe(
    'trial,status,attention,seed,fold,epochs,bestValidationAccuracy,lastValidationAccuracy,lastValidationLoss,lastTrainLoss,seconds,parameters,backend,kernels,threads,version,digest',
  );
  expect(first).toBe(`0,finished,none,0,,1,0.5,0.5,1,1,2,10,,,,0.0.0,${results[0]!.digest}`);
});
