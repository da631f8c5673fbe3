import { expect, it } from 'vitest';

import { countResults } from './count-results.mjs';

const file = (status: string, ...tests: readonly string[]) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });
const report = (...testResults: ReturnType<typeof file>[]) => {
  const count = (status: string) => testResults.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), testResults };
};

it('counts tests, not files; a skipped test is neither', () => {
  expect(countResults(report(file('passed', 'passed', 'passed'), file('passed', 'pending')), true)).toEqual({ passed: 2, failed: 0 });
  expect(countResults(report(file('failed', 'failed', 'passed', 'failed')), false)).toEqual({ passed: 1, failed: 2 });
});

it('counts a file that could not be loaded as one failure, beside the failures of others', () => {
  expect(countResults(report(file('failed'), file('failed', 'failed', 'passed')), false)).toEqual({ passed: 1, failed: 2 });
});

it('counts an error outside every test as one failure', () => {
  expect(countResults(report(file('passed', 'passed')), false)).toEqual({ passed: 1, failed: 1 });
});

it('counts a run of no tests as one failure', () => {
  expect(countResults(report(), true)).toEqual({ passed: 0, failed: 1 });
});
