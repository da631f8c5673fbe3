import type { TrialResult } from '@attune/sweep';
import { afterEach, expect, it, vi } from 'vitest';

import { LiveTable } from './live-table.ts';
import type { PlannedTrial } from './plan-sweep.ts';

const step = { trial: 0, rung: 0, untilEpoch: null };

function trialOf(index: number): PlannedTrial {
  return { index, digest: `${index}`, values: { attention: 'none' }, seed: index, fold: null, flags: {}, recipe: null };
}

function resultOf(index: number, accuracy: number | null): TrialResult {
  const metrics =
    accuracy === null
      ? null
      : { epochs: 4, bestValidationAccuracy: accuracy, lastValidationAccuracy: accuracy, lastValidationLoss: 1, lastTrainLoss: 1, curve: [accuracy] };
  const shared = { format: 1, rung: 0, seconds: 2, parameters: 10, weights: null, machine: null, version: '0.0.0' } as const;
  return { ...shared, ...trialOf(index), status: accuracy === null ? 'failed' : 'finished', metrics, log: 'first line\nno memory\n' };
}

/** What stands on a screen on which a table writes. */
function screenOf(interactive: boolean) {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  vi.spyOn(process.stderr, 'write').mockImplementation((written) => {
    const text = String(written);
    const up = Number.parseInt(text.slice('\u001B['.length), 10);
    if (text === `\u001B[${up}F\u001B[J`) lines.splice(lines.length - up);
    else lines.push(...text.trimEnd().split('\n'));
    return true;
  });
  return { lines, terminal: { interactive, quiet: false, note, warn: note } };
}

afterEach(() => void vi.useRealTimers());

it('shows what is running below the results, how far each is, and takes itself away at the end', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { lines, terminal } = screenOf(true);
  const table = new LiveTable(terminal, { planned: 3 });
  table.started(trialOf(0), step);
  table.started(trialOf(1), step);
  vi.advanceTimersByTime(61_000);
  table.epochs(trialOf(1), 3);
  expect(lines).toEqual([
    '0 of 3 trials finished, best 0.0 %',
    '  trial 0, attention none, seed 0: 0 epochs, 1 min 1 s',
    '  trial 1, attention none, seed 1: 3 epochs, 1 min 1 s',
  ]);
  table.ended(resultOf(1, 0.75));
  table.ended(resultOf(2, null));
  const results = ['trial 1, attention none, seed 1: 75.0 % after 4 epochs, 2.0 s', 'trial 2, attention none, seed 2: failed: no memory'];
  expect(lines).toEqual([...results, '1 of 3 trials finished, 1 failed, best 75.0 %', '  trial 0, attention none, seed 0: 0 epochs, 1 min 1 s']);
  table.close();
  expect(lines).toEqual(results);
});

it('is a line for each result where nobody watches', () => {
  const { lines, terminal } = screenOf(false);
  const table = new LiveTable(terminal, { planned: 1 });
  table.started(trialOf(0), step);
  table.ended(resultOf(0, 0.5));
  table.close();
  expect(lines).toEqual(['trial 0, attention none, seed 0: 50.0 % after 4 epochs, 2.0 s']);
});
