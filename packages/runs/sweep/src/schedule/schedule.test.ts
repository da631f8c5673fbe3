import { expect, it } from 'vitest';

import { parseSweep } from '../spec/spec.ts';
import { trialsOf } from '../spec/trials.ts';
import { Asha } from './asha.ts';
import { MedianRule } from './median-rule.ts';
import { scheduleOf } from './schedule-of.ts';
import type { Schedule, Step } from './schedule.ts';

/** Runs a schedule one step at a time, the highest rung first; a trial's score is its index. */
function play(schedule: Schedule): Step[] {
  const [queue, taken] = [[...schedule.first], [] as Step[]];
  while (queue.length > 0) {
    queue.sort((a, b) => b.rung - a.rung);
    const step = queue.shift()!;
    taken.push(step);
    queue.push(...schedule.report({ trial: step.trial, rung: step.rung, score: step.trial, finished: step.untilEpoch === null }));
  }
  return taken;
}

it('asha lets a third go on to a rung three times as long, and the last rung is the end', () => {
  const steps = play(new Asha({ epochs: Array<number>(27).fill(27), minEpochs: 1, reduction: 3 }));
  const atRung = (rung: number) => steps.filter((step) => step.rung === rung);
  expect([...new Set(steps.map(({ rung, untilEpoch }) => `${rung}: ${untilEpoch}`))].toSorted()).toEqual(['0: 1', '1: 3', '2: 9', '3: null']);
  expect(atRung(0)).toHaveLength(27);
  expect(atRung(1).length).toBeGreaterThanOrEqual(9);
  expect(atRung(3).map(({ trial }) => trial)).toContain(26);
});

it('asha promotes as soon as a rung has η trials, and nobody twice', () => {
  const asha = new Asha({ epochs: [9, 9, 9, 9, 9, 9], minEpochs: 1, reduction: 3 });
  const report = (trial: number, score: number) => asha.report({ trial, rung: 0, score, finished: false });
  expect([report(0, 0.2), report(1, 0.9)]).toEqual([[], []]);
  expect(report(2, 0.5)).toEqual([{ trial: 1, rung: 1, untilEpoch: 3 }]);
  expect([report(3, 0.1), report(4, 0.1)]).toEqual([[], []]);
  expect(report(5, 0.1)).toEqual([{ trial: 2, rung: 1, untilEpoch: 3 }]);
});

it('the median rule ends a trial below the median, once enough have come as far', () => {
  const rule = new MedianRule(5, { afterEpochs: 2, minTrials: 3 });
  const report = (trial: number, score: number) => rule.report({ trial, rung: 0, score, finished: false });
  expect(rule.first[0]).toEqual({ trial: 0, rung: 0, untilEpoch: 2 });
  expect(report(0, 0.1)).toEqual([{ trial: 0, rung: 1, untilEpoch: null }]);
  expect(report(1, 0.8)).toHaveLength(1);
  expect(report(2, 0.5)).toHaveLength(1);
  expect(report(3, 0.4)).toEqual([]);
  expect(report(4, 0.6)).toHaveLength(1);
});

it('asha without epochs is refused', () => {
  const spec = parseSweep('name: x\nfinetune: { data: ants }\nstrategy: { kind: asha, samples: 3 }', 'x');
  expect(() => scheduleOf(spec, trialsOf(spec))).toThrow(/asha needs the epochs of every trial/u);
});
