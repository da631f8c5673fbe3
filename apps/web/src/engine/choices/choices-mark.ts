import type { ModelChoice } from '../protocol/choices.ts';
import type { TrainingJob } from '../protocol/training.ts';

/** What a training is started with, as a text that is the same for the same choices, whatever the
 * order they were made in. A file of weights is told by its name. */
export function choicesMark({ model, recipe, batchSize }: Pick<TrainingJob, 'model' | 'recipe' | 'batchSize'>): string {
  return JSON.stringify([inOrder({ ...model, weights: inOrder(named(model)) }), inOrder(recipe), batchSize]);
}

function named({ weights }: ModelChoice): object {
  return weights.kind === 'file' ? { kind: weights.kind, name: weights.name } : weights;
}

function inOrder(choice: object): object {
  return Object.fromEntries(Object.entries(choice).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
