import { type Network, countScalars } from '@attune/nn';

import { planStage } from '../stage/plan-stage.ts';
import type { Recipe, Schedule, Selector, Stage } from './schema.ts';

/** One row of a recipe's table: a group of a stage. */
export interface RecipeRow {
  readonly stage: string;
  readonly epochs: number;
  readonly group: string;
  readonly selects: string;
  readonly learningRate: number;
  readonly schedule: string;
  readonly batchNorm: Stage['batchNorm'];
  readonly augment: boolean;
  /** Only with a network. */
  readonly network?: {
    readonly names: readonly string[];
    readonly tensors: number;
    readonly parameters: number;
    /** Leading segments whose output cannot change in the stage. */
    readonly still: readonly string[];
    /** Whether training reads that output from memory instead of computing it for each epoch. */
    readonly cached: boolean;
  };
}

/** A recipe as a table, before anything runs; with a network, what each group selects in it.
 *
 * @throws {RecipeError} when a selector does not fit the network. */
export function describeRecipe(recipe: Recipe, network?: Network): RecipeRow[] {
  return recipe.stages.flatMap((stage) => {
    const plan = network === undefined ? undefined : planStage(network, stage);
    const still =
      network
        ?.segments()
        .slice(0, plan?.still)
        .map(({ name }) => name) ?? [];
    return stage.groups.map(({ name, select, learningRate }, index) => {
      const row = { stage: stage.name, epochs: stage.epochs, group: name, selects: describeSelector(select), learningRate };
      const rest = { schedule: describeSchedule(stage.schedule), batchNorm: stage.batchNorm, augment: stage.augment };
      if (plan === undefined) return { ...row, ...rest };
      const { parameters } = plan.groups[index]!;
      const counts = { names: [...parameters.keys()], tensors: parameters.size, parameters: countScalars(parameters.values()) };
      return { ...row, ...rest, network: { ...counts, still, cached: !stage.augment && still.length > 0 } };
    });
  });
}

function describeSelector(selector: Selector): string {
  if (typeof selector === 'string') return selector;
  if (typeof selector === 'function') return 'by predicate';
  if ('names' in selector) return selector.names.join(', ');
  if ('pattern' in selector) return `/${selector.pattern}/`;
  if ('segments' in selector) return `segments ${selector.segments.join(', ')}`;
  return `parameters[${selector.slice[0] ?? ''}:${selector.slice[1] ?? ''}]`;
}

function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'step':
      return `×${schedule.gamma} every ${schedule.everyEpochs} epochs`;
    case 'multi-step':
      return `×${schedule.gamma} at epochs ${schedule.epochs.join(', ')}`;
    case 'plateau':
      return `×${schedule.factor} after ${schedule.patience} epochs without gain`;
    default:
      return schedule.kind;
  }
}
