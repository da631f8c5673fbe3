/** Who was taken for whom: rows are true classes, columns predicted ones, cells numbers
 * of images. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** labels [N], predictions [N] → [classes][classes]. */
export function confusionMatrix(labels: Int32Array, predictions: Int32Array, classes: number): ConfusionMatrix {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, image) => (matrix[label]![predictions[image]!]! += 1));
  return matrix;
}

/** How a class fared. A share of nothing is null: recall where the class has no image, precision
 * where it was never predicted. */
export interface ClassFigures {
  readonly images: number;
  readonly predicted: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Harmonic mean of the two; 0 where neither has a hit. */
  readonly f1: number | null;
}

/** Figures of every class, in the order of the matrix. */
export function classFigures(matrix: ConfusionMatrix): ClassFigures[] {
  return matrix.map((row, index) => {
    const images = sum(row);
    const predicted = sum(matrix.map((other) => other[index]!));
    const right = row[index]!;
    const f1 = images + predicted === 0 ? null : (2 * right) / (images + predicted);
    return { images, predicted, precision: share(right, predicted), recall: share(right, images), f1 };
  });
}

/** Two classes and how often images of the one were taken for the other. */
export interface ConfusedPair {
  readonly label: number;
  readonly prediction: number;
  readonly images: number;
  /** Of all images of `label`. */
  readonly share: number;
}

/** The mistakes made most often, most images first; of equal ones the first in the matrix. */
export function mostConfused(matrix: ConfusionMatrix, most = 10): ConfusedPair[] {
  const pairs = matrix.flatMap((row, label) => row.map((images, prediction) => ({ label, prediction, images, share: images / sum(row) })));
  const mistakes = pairs.filter(({ label, prediction, images }) => label !== prediction && images > 0);
  return mistakes.sort((a, b) => b.images - a.images).slice(0, most);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
