import type { Recipe } from '../recipe/recipe.ts';
import type { StagePlan } from './plan-stage.ts';
import { type ScheduleValue, scheduleValue } from './schedule.ts';
import { type StepPlace, schedulePosition } from './schedule-position.ts';

/** A step of a run, with what decides its rates beside the recipe. */
export interface ScheduledStep extends StepPlace {
  /** Multiplies every rate. */
  readonly rateFactor: number;
}

/** What the schedule of each group of a run's stage makes of its base rate at a step, in the order
 * of the groups. A group without a schedule or a warm-up of its own has the stage's. */
export function schedulesAt(recipe: Recipe, place: ScheduledStep): ScheduleValue[] {
  const stage = recipe.stages[place.stage]!;
  const position = schedulePosition(recipe, place);
  return stage.groups.map(({ schedule = stage.schedule, warmUp = stage.warmUp }) => {
    const { factor, ...rest } = scheduleValue(schedule, position, warmUp);
    return { ...rest, factor: factor * place.rateFactor };
  });
}

/** The rate of each group. */
export function learningRates({ groups }: StagePlan, schedules: readonly ScheduleValue[]): Record<string, number> {
  return Object.fromEntries(groups.map(({ name, learningRate }, index) => [name, learningRate * schedules[index]!.factor]));
}
