import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { readGolden, unpackValues } from '../../../../../tools/testing/golden.ts';
import { findLabelErrors, outOfFold } from '../../src/index.ts';

interface Golden {
  readonly width: number;
  readonly classes: number;
  readonly penalty: number;
  readonly features: string;
  readonly labels: string;
  /** Images whose label was changed. */
  readonly wrong: readonly number[];
  readonly probabilities: string;
}

const golden = readGolden<Golden>(new URL('out-of-fold.json', import.meta.url));
const { width, classes, penalty, wrong } = golden;
const table = { width, classes, features: unpackValues(golden.features), labels: new Int32Array(unpackValues(golden.labels).buffer) };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('out-of-fold probabilities equal those of scikit-learn’s logistic regression within 1e-3, and leave no tensor', async () => {
  const before = tf.memory().numTensors;
  const { probabilities } = await outOfFold(table, { penalty });
  const wanted = unpackValues(golden.probabilities);
  expect(Math.max(...probabilities.map((value, index) => Math.abs(value - wanted[index]!)))).toBeLessThan(1e-3);
  expect(tf.memory().numTensors).toBe(before);
});

it('ranks the same probable label errors as from scikit-learn’s probabilities, most of them labels that were changed', async () => {
  const ours = await outOfFold(table, { penalty });
  const images = findLabelErrors(ours).map(({ image }) => image);
  expect(images).toEqual(findLabelErrors({ ...ours, probabilities: unpackValues(golden.probabilities) }).map(({ image }) => image));
  expect(images.filter((image) => wrong.includes(image)).length).toBeGreaterThan(wrong.length / 2);
});
