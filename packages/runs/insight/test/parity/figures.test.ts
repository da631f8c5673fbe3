import { describe, expect, it } from 'vitest';

import { readGolden, unpackValues } from '../../../../../tools/testing/golden.ts';
import {
  auroc,
  bootstrapInterval,
  calibration,
  classFigures,
  confusionMatrix,
  fitTemperature,
  mcnemar,
  meanLoss,
  predictedClasses,
  topKAccuracy,
  withTemperature,
} from '../../src/index.ts';

interface Case {
  readonly classes: number;
  readonly labels: string;
  readonly probabilities: string;
  readonly others: string;
  readonly confusion: readonly (readonly number[])[];
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
  readonly topK: Readonly<Record<string, number>>;
  readonly ece: number;
  readonly temperature: number;
  readonly loss: number;
  readonly lossAtTemperature: number;
  readonly known: string;
  readonly unknown: string;
  readonly auroc: number;
  readonly bootstrap: readonly [number, number];
  readonly binomial: readonly [number, number];
  readonly mcnemar: { readonly onlyFirst: number; readonly onlySecond: number; readonly pValue: number };
}

const { cases } = readGolden<{ readonly cases: Readonly<Record<string, Case>> }>(new URL('figures.json', import.meta.url));

function integers(text: string): Int32Array {
  const floats = unpackValues(text);
  return new Int32Array(floats.buffer);
}

describe.each(Object.entries(cases))('figures of %s against scikit-learn and SciPy', (_name, golden) => {
  const { classes } = golden;
  const labels = integers(golden.labels);
  const predictions = { classes, labels, probabilities: unpackValues(golden.probabilities) };
  const predicted = predictedClasses(predictions);
  const matrix = confusionMatrix(labels, predicted, classes);

  it('counts the same confusion matrix', () => {
    expect(matrix).toEqual(golden.confusion);
  });

  it('gives precision, recall and F1 within 1e-12', () => {
    classFigures(matrix).forEach(({ precision, recall, f1 }, index) => {
      expect(precision).toBeCloseTo(golden.precision[index]!, 12);
      expect(recall).toBeCloseTo(golden.recall[index]!, 12);
      expect(f1).toBeCloseTo(golden.f1[index]!, 12);
    });
  });

  it.each(Object.entries(golden.topK))('gives top-%s accuracy within 1e-12', (k, wanted) => {
    expect(topKAccuracy(predictions, Number(k))).toBeCloseTo(wanted, 12);
  });

  it('gives the calibration error within 1e-9, and the temperature within 1e-5 of itself', () => {
    expect(calibration(predictions).error).toBeCloseTo(golden.ece, 9);
    expect(fitTemperature(predictions) / golden.temperature).toBeCloseTo(1, 5);
  });

  it('gives the mean loss within 1e-6, and at the fitted temperature within 1e-6', () => {
    expect(meanLoss(predictions)).toBeCloseTo(golden.loss, 6);
    expect(meanLoss(withTemperature(predictions, fitTemperature(predictions)))).toBeCloseTo(golden.lossAtTemperature, 6);
  });

  it("gives the AUROC of the energies of images that are of a class and of those that are not, scikit-learn's within 1e-12", () => {
    expect(auroc(unpackValues(golden.known), unpackValues(golden.unknown))).toBeCloseTo(golden.auroc, 12);
  });

  it('is calibrated better with the fitted temperature, and predicts the same', () => {
    const scaled = withTemperature(predictions, fitTemperature(predictions));
    expect(predictedClasses(scaled)).toEqual(predicted);
    expect(fitTemperature(scaled)).toBeCloseTo(1, 4);
  });

  it('gives the interval of endlessly many draws, one image at most from 99,999 of them', () => {
    const right = labels.reduce((count, label, image) => count + (label === predicted[image] ? 1 : 0), 0);
    const { low, high } = bootstrapInterval({ right, images: labels.length });
    expect([low, high]).toEqual(golden.binomial);
    expect(Math.abs(low - golden.bootstrap[0])).toBeLessThanOrEqual(1.001 / labels.length);
    expect(Math.abs(high - golden.bootstrap[1])).toBeLessThanOrEqual(1.001 / labels.length);
  });

  it("gives McNemar's exact p within 1e-9", () => {
    const test = mcnemar(labels, predicted, integers(golden.others));
    expect(test).toMatchObject({ onlyFirst: golden.mcnemar.onlyFirst, onlySecond: golden.mcnemar.onlySecond });
    expect(test.pValue).toBeCloseTo(golden.mcnemar.pValue, 9);
  });
});
