import { RecipeError, type RecipeFault } from '../recipe/recipe-error.ts';
import type { Stage } from '../recipe/recipe.ts';
import type { Split, TrainingData } from '../training-data.ts';

/** The weight of each class in a stage's loss, in the order of the data's classes; null
 * for none. Of several labels an image, it is that of the images that have the class.
 *
 * `balanced` gives every class the same share of the loss: images / (classes · images of the
 * class), as scikit-learn's; with several labels an image, images without the class / images with
 * it, as torch's documentation of `pos_weight` has it. Weights by name are given to the
 * classes of these names, also where one of them is composed of other characters that
 * look the same.
 * @throws {RecipeError} when a weight is of a class that the data lacks, or a class has none. */
export function classWeightsOf(
  { name, classWeights }: Pick<Stage, 'name' | 'classWeights'>,
  { classes, train, task }: Pick<TrainingData, 'classes' | 'train' | 'task'>,
): readonly number[] | null {
  if (classWeights === undefined) return null;
  if (classWeights === 'balanced') return task?.kind === 'multi-label' ? rarity(train, classes.length) : balanced(train.labels, classes.length);
  const faults = Array.isArray(classWeights) ? countFaults(classWeights, classes.length) : nameFaults(Object.keys(classWeights), classes);
  if (faults.length > 0) throw new RecipeError({ recipe: `stage "${name}"`, faults });
  if (Array.isArray(classWeights)) return classWeights;
  const weights = new Map(Object.entries(classWeights).map(([key, weight]) => [key.normalize(), weight]));
  return classes.map((key) => weights.get(key.normalize())!);
}

function balanced(labels: Int32Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (classes * count)));
}

/** Of a class that no image has, 1. */
function rarity({ targets, size }: Split, classes: number): number[] {
  return Array.from({ length: classes }, (_, label) => {
    const count = targets!.reduce((sum, target, at) => sum + (at % classes === label ? target : 0), 0);
    return count === 0 || count === size ? 1 : (size - count) / count;
  });
}

/** What is wrong with weights in the order of the classes. */
export function countFaults(weights: readonly number[], classes: number): RecipeFault[] {
  if (weights.length === classes) return [];
  return [{ path: 'classWeights', message: `has ${weights.length} weights and the network ${classes} classes; give one for each class, or "balanced"` }];
}

function nameFaults(names: readonly string[], classes: readonly string[]): RecipeFault[] {
  const known = new Set(classes.map((name) => name.normalize()));
  const given = names.map((name) => name.normalize());
  const unknown = names.filter((name) => !known.has(name.normalize()));
  const missing = classes.filter((name) => !given.includes(name.normalize()));
  const repeated = names.filter((name, index) => given.indexOf(name.normalize()) < index);
  const messages = [
    unknown.length > 0 && `the data has no class ${quoted(unknown)}; its classes are ${quoted(classes)}`,
    missing.length > 0 && `there is no weight for ${quoted(missing)}; give one for each class (1 changes nothing)`,
    repeated.length > 0 && `there are two weights for ${quoted(repeated)}`,
  ];
  return messages.filter((message) => message !== false).map((message) => ({ path: 'classWeights', message }));
}

const mostNamed = 10;

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => `"${name}"`);
  return [...shown, ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : [])].join(', ');
}
