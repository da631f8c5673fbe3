import type { Stage } from '../recipe/schema.ts';

/** The weight of each class in a stage's loss; null for none. `balanced` gives every class the same
 * share of the loss: images / (classes · images of the class), as scikit-learn's. */
export function classWeightsOf({ classWeights }: Pick<Stage, 'classWeights'>, labels: Int32Array, classes: number): readonly number[] | null {
  if (classWeights === undefined) return null;
  if (classWeights !== 'balanced') return classWeights;
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (classes * count)));
}
