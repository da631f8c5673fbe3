import * as tf from '@tensorflow/tfjs-core';

import { ClassIndexError } from './class-index-error.ts';

/** Which class a map explains: its position among the classes, or the one that the
 * network holds most probable. */
export type ExplainedClass = number | 'predicted';

/** Logits [1, classes] → the class to explain and its logit.
 *
 * @throws {ClassIndexError} when there is no such class. */
export async function chooseClass(logits: tf.Tensor2D, wanted: ExplainedClass): Promise<{ readonly classIndex: number; readonly score: number }> {
  const values = await logits.data<'float32'>();
  if (wanted !== 'predicted' && !(Number.isInteger(wanted) && wanted >= 0 && wanted < values.length))
    throw new ClassIndexError({ classIndex: wanted, classes: values.length });
  const classIndex = wanted === 'predicted' ? values.indexOf(values.reduce((most, value) => Math.max(most, value), -Infinity)) : wanted;
  return { classIndex, score: values[classIndex]! };
}

/** The logit of one class, summed over images: [N, classes] → scalar. */
export function classScore(logits: tf.Tensor2D, classIndex: number): tf.Scalar {
  return tf.sum<tf.Scalar>(tf.slice(logits, [0, classIndex], [-1, 1]));
}
