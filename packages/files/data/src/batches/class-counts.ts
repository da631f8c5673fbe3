import type { ClassCount } from './dataset.ts';

/** How many images of each class the parts hold. Labels are positions in `classes`. */
export function countClasses(classes: readonly string[], { train, validation, test }: PartLabels): ClassCount[] {
  const trained = countLabels(train, classes.length);
  const validated = countLabels(validation, classes.length);
  const tested = test && countLabels(test, classes.length);
  return classes.map((name, label) => ({ name, train: trained[label]!, validation: validated[label]!, ...(tested && { test: tested[label]! }) }));
}

interface PartLabels {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test?: Int32Array | undefined;
}

/** The same of images that count for any number of classes. */
export function countListed(classes: readonly string[], { train, validation, test }: Record<'train' | 'validation' | 'test', readonly Listed[]>): ClassCount[] {
  const labelsOf = (part: readonly Listed[]) => Int32Array.from(part.flatMap(({ labels }) => labels));
  return countClasses(classes, { train: labelsOf(train), validation: labelsOf(validation), test: test.length > 0 ? labelsOf(test) : undefined });
}

interface Listed {
  readonly labels: readonly number[];
}

function countLabels(labels: Int32Array, classCount: number): Int32Array {
  const counts = new Int32Array(classCount);
  for (const label of labels) counts[label] = counts[label]! + 1;
  return counts;
}
