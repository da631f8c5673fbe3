import { describe, expect, test } from 'vitest';

import { fitThresholds, labelFigures, numberFigures, overallFigures } from '../../src/index.ts';
import golden from './targets.json' with { type: 'json' };

const flat = (rows: readonly (readonly number[])[]) => Float32Array.from(rows.flat());
const labels = { outputs: flat(golden.scores), targets: flat(golden.labels), width: 4 };
const numbers = { outputs: flat(golden.values), targets: flat(golden.numbers), width: 2 };

/** Scores of one decimal in float32: the thresholds are too. */
const thresholds = [...Float32Array.from(golden.thresholds)];

describe('figures equal scikit-learn', () => {
  test('average precision with ties, precision, recall and F1 of each class, and their means', () => {
    const all = labelFigures(labels, thresholds);
    golden.AP.forEach((expected, label) => expect(all[label]!.AP).toBeCloseTo(expected, 10));
    for (const name of ['precision', 'recall', 'F1'] as const) golden[name].forEach((expected, label) => expect(all[label]![name]).toBeCloseTo(expected, 10));
    expect(all[3]).toMatchObject({ images: 0, AP: Number.NaN });
    const { mAP, F1 } = overallFigures['multi-label'](labels, thresholds);
    expect(mAP).toBeCloseTo(golden.mAP, 10);
    expect(F1).toBeCloseTo(golden.macroF1, 10);
  });

  test('no threshold has a higher F1 than the fitted one; a class without an image keeps 0.5', () => {
    const fitted = fitThresholds(labels);
    const all = labelFigures(labels, fitted);
    golden.bestF1.forEach((expected, label) => expect(all[label]!.F1).toBeCloseTo(expected, 10));
    expect(fitted[3]).toBe(0.5);
  });

  test('R² and mean absolute errors', () => {
    const all = numberFigures(numbers);
    golden.R2.forEach((expected, target) => expect(all[target]!.R2).toBeCloseTo(expected, 5));
    golden.MAE.forEach((expected, target) => expect(all[target]!.MAE).toBeCloseTo(expected, 4));
    expect(overallFigures.regression(numbers)['R2']).toBeCloseTo(golden.meanR2, 5);
    expect(numberFigures({ outputs: Float32Array.of(1, 2), targets: Float32Array.of(5, 5), width: 1 })[0]!.R2).toBeNaN();
  });
});
