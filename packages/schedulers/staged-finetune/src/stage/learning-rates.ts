import type { Recipe } from '../recipe/schema.ts';
import type { StagePlan } from './plan-stage.ts';
import { type ScheduleValue, scheduleValue } from './schedule.ts';
import { type StepPlace, schedulePosition } from './schedule-position.ts';

/** A step of a run, with what decides its rates beside the recipe. */
export interface ScheduledStep extends StepPlace {
  /** Multiplies every rate. */
  readonly rateFactor: number;
}

/** What the schedule of a run's stage makes of the base rates at a step. */
export function scheduleAt(recipe: Recipe, place: ScheduledStep): ScheduleValue {
  const { schedule, warmUp } = recipe.stages[place.stage]!;
  const { factor, ...rest } = scheduleValue(schedule, schedulePosition(recipe, place), warmUp);
  return { ...rest, factor: factor * place.rateFactor };
}

/** The rate of each group. */
export function learningRates({ groups }: StagePlan, { factor }: ScheduleValue): Record<string, number> {
  return Object.fromEntries(groups.map(({ name, learningRate }) => [name, learningRate * factor]));
}
