import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { type Schedule, type SchedulePosition, type WarmUp, defineRecipe, scheduleValue } from '../../src/index.ts';

interface Case {
  readonly schedule: object;
  readonly warmUp: WarmUp | null;
  readonly factors: readonly number[];
}

interface Golden {
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly validationLosses: readonly number[];
  readonly cases: readonly Case[];
  readonly oneCycle: Case & { readonly momentum: readonly number[] };
}

const golden = JSON.parse(readFileSync(new URL('schedules.json', import.meta.url), 'utf8')) as Golden;

function scheduleOf(schedule: object): Schedule {
  return defineRecipe({ name: 'r', stages: [{ name: 's', epochs: 1, groups: [{ name: 'g', select: 'rest', learningRate: 1 }], schedule }] }).stages[0]!
    .schedule;
}

function positionOf(step: number): SchedulePosition {
  const { stepsPerEpoch, epochs, validationLosses } = golden;
  return { step, stepsPerEpoch, epochs, validationLosses: validationLosses.slice(0, Math.floor(step / stepsPerEpoch)) };
}

describe('the rate of every step is that of torch', () => {
  it.each(golden.cases)('$schedule, warm-up $warmUp', ({ schedule, warmUp, factors }) => {
    const ours = factors.map((_, step) => scheduleValue(scheduleOf(schedule), positionOf(step), warmUp ?? undefined).factor);
    factors.forEach((factor, step) => expect(ours[step], `step ${step}`).toBeCloseTo(factor, 12));
  });

  it('one cycle, its momentum too', () => {
    const { schedule, factors, momentum } = golden.oneCycle;
    factors.forEach((factor, step) => {
      const value = scheduleValue(scheduleOf(schedule), positionOf(step));
      expect(value.factor, `step ${step}`).toBeCloseTo(factor, 12);
      expect(value.momentum, `step ${step}`).toBeCloseTo(momentum[step]!, 12);
    });
  });
});
