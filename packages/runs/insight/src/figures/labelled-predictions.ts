/** What a network said of labelled images. Plain arrays, as `evaluate` of
 * @attune/staged-finetune gives them. */
export interface LabelledPredictions {
  /** How many classes there are. */
  readonly classes: number;
  /** [N], positions among the classes. */
  readonly labels: Int32Array;
  /** [N · classes], each row adds up to 1. */
  readonly probabilities: Float32Array;
}

/** The class with the largest probability, the first of equal ones: [N]. */
export function predictedClasses({ classes, labels, probabilities }: LabelledPredictions): Int32Array {
  return labels.map((_, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(row.reduce((most, value) => Math.max(most, value), -Infinity));
  });
}
