import { type Recipe, type TrainingData, classWeightsOf } from '@attune/staged-finetune';

import { count } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Tells what each class counts in the loss, where a stage weights them.
 *
 * @throws {RecipeError} when a weight is of a class that the data lacks, or a class has none. */
export function describeClassWeights(terminal: Terminal, data: Pick<TrainingData, 'classes' | 'train' | 'task'>, recipe: Recipe): void {
  const stages = recipe.stages.map((stage) => ({ name: stage.name, weights: classWeightsOf(stage, data) }));
  const columns = distinct(stages.filter(({ weights }) => weights !== null));
  if (columns.length === 0) return;
  const isSame = columns.length === 1 && stages.every(({ weights }) => weights !== null);
  const heads = isSame ? ['weight'] : columns.map(({ name }) => `weight in ${name}`);
  const rows = data.classes.map((name, label) => [name, count(imagesOf(data, label)), ...columns.map(({ weights }) => weight(weights![label]!))]);
  terminal.note(table(['class', 'training images', ...heads], rows, ['training images', ...heads]));
}

interface Weighted {
  readonly name: string;
  readonly weights: readonly number[] | null;
}

/** One of all stages that weight the classes alike. */
function distinct(stages: readonly Weighted[]): Weighted[] {
  return [...new Map(stages.toReversed().map((stage) => [String(stage.weights), stage])).values()].toReversed();
}

function imagesOf({ train, classes }: Pick<TrainingData, 'train' | 'classes'>, label: number): number {
  if (train.targets !== undefined) return train.targets.reduce((sum, target, at) => sum + (at % classes.length === label ? target : 0), 0);
  return train.labels.reduce((sum, other) => sum + (other === label ? 1 : 0), 0);
}

function weight(value: number): string {
  return String(Number(value.toPrecision(4)));
}
