import type { TrialResult } from '@attune/sweep';
import { expect, it } from 'vitest';

import { reportSweep } from './render-sweep.ts';

function trial(index: number, attention: string, accuracy: number, more: Partial<TrialResult> = {}): TrialResult {
  return {
    format: 1,
    digest: String(index).padStart(64, '0'),
    index,
    status: 'finished',
    rung: 0,
    values: { attention, 'rate-scale': '1' },
    seed: index % 2,
    fold: null,
    flags: { attention },
    metrics: { epochs: 1, bestValidationAccuracy: accuracy, lastValidationAccuracy: accuracy, lastValidationLoss: 1, lastTrainLoss: 1, curve: [accuracy] },
    seconds: 3,
    parameters: 1000,
    weights: null,
    machine: { backend: 'native', kernels: 'avx2', threads: 1, host: 'h' },
    version: '0.0.0',
    ...more,
  };
}

const results = [trial(0, 'none', 0.5), trial(1, 'none', 0.6), trial(2, '<b>cbam', 0.6), trial(3, '<b>cbam', 0.71)];
const failed = trial(4, 'none', 0, { status: 'failed', metrics: null, log: 'a.jpg is <broken>' });
const page = reportSweep({ spec: { name: 'gates & more', control: { attention: 'none' } }, results: [...results, failed], planned: 6 });

it('says how many trials ended, and the difference to the control pair by pair with its interval', () => {
  expect(page).toContain('4 of 6 trials finished, 1 failed');
  expect(page).toContain('<td>2</td><td>+10.5</td><td>+4.1 to +16.9</td>');
});

it('has three charts, and the log of what failed', () => {
  expect(page.match(/role="img"/gu)).toHaveLength(3);
  expect(page).toContain('a.jpg is &lt;broken&gt;');
});

it('asks for nothing and runs nothing, whatever values are called', () => {
  expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)|<b>/u);
});

it('a sweep without a finished trial has no chart', () => {
  expect(reportSweep({ spec: { name: 'x' }, results: [], planned: 3 })).toContain('0 of 3 trials finished');
});
