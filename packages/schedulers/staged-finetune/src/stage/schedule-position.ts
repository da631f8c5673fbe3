import type { Recipe } from '../recipe/recipe.ts';
import type { SchedulePosition } from './schedule.ts';

/** Where a step is in a run. */
export interface StepPlace {
  readonly stage: number;
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** The finished epochs of the stages so far. */
  readonly results: readonly { readonly epochs: readonly { readonly validationLoss: number }[] }[];
}

/** Where a schedule stands at a step. Stages that carry over share one schedule: it
 * begins with the first of them and is planned for the epochs of them all; an epoch
 * that early stopping left out is left out of it too. */
export function schedulePosition({ stages }: Recipe, { stage, epoch, step, stepsPerEpoch, results }: StepPlace): SchedulePosition {
  const first = firstOfChain(stages, stage);
  const done = results.slice(first, stage + 1).flatMap(({ epochs }) => epochs);
  const epochsBefore = results.slice(first, stage).reduce((sum, { epochs }) => sum + epochs.length, 0);
  return {
    step: (epochsBefore + epoch) * stepsPerEpoch + step,
    stepsPerEpoch,
    epochs: epochsBefore + stages.slice(stage, lastOfChain(stages, stage) + 1).reduce((sum, { epochs }) => sum + epochs, 0),
    validationLosses: done.map(({ validationLoss }) => validationLoss),
  };
}

/** Epochs planned for the stages before one, so that no two epochs of a run share their order. */
export function plannedEpochsBefore({ stages }: Recipe, stage: number): number {
  return stages.slice(0, stage).reduce((sum, { epochs }) => sum + epochs, 0);
}

type Stages = Recipe['stages'];

function firstOfChain(stages: Stages, stage: number): number {
  let first = stage;
  while (first > 0 && stages[first]!.carryOver) first -= 1;
  return first;
}

function lastOfChain(stages: Stages, stage: number): number {
  let last = stage;
  while (stages[last + 1]?.carryOver === true) last += 1;
  return last;
}
