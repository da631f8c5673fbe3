import * as tf from '@tensorflow/tfjs-core';

import { ClassIndexError } from './class-index-error.ts';

/** Which class a map explains: its position among the classes, or the one that the
 * network holds most probable. */
export type ExplainedClass = number | 'predicted';

/** The class that a map explains. */
export interface ChosenClass {
  readonly classIndex: number;
  /** The class's logit. */
  readonly score: number;
  /** Softmax of the logits: 0 to 1. */
  readonly probability: number;
}

/** Logits [1, classes] → the class to explain.
 *
 * @throws {ClassIndexError} when there is no such class. */
export async function chooseClass(logits: tf.Tensor2D, wanted: ExplainedClass): Promise<ChosenClass> {
  const values = await logits.data<'float32'>();
  if (wanted !== 'predicted' && !(Number.isInteger(wanted) && wanted >= 0 && wanted < values.length))
    throw new ClassIndexError({ classIndex: wanted, classes: values.length });
  const most = values.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const classIndex = wanted === 'predicted' ? values.indexOf(most) : wanted;
  const score = values[classIndex]!;
  return { classIndex, score, probability: Math.exp(score - most) / values.reduce((sum, value) => sum + Math.exp(value - most), 0) };
}

/** The logit of one class, summed over images: [N, classes] → scalar. */
export function classScore(logits: tf.Tensor2D, classIndex: number): tf.Scalar {
  return tf.sum<tf.Scalar>(tf.slice(logits, [0, classIndex], [-1, 1]));
}
