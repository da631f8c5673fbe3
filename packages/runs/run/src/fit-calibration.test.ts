import { expect, it } from 'vitest';

import { fitCalibration, fitLikeness } from './fit-calibration.ts';

/** softmax of [2, 0] and of [0, 2]. */
const [sure, unsure] = [Math.exp(2) / (Math.exp(2) + 1), 1 / (Math.exp(2) + 1)];
const rows = (firsts: readonly number[]) => Float32Array.from(firsts.flatMap((first) => [first, 1 - first]));
const labels = (...given: number[]) => Int32Array.from(given);

it('three of four right with logits 2 apart give the temperature at which softmax says 3/4: 2 / ln 3', () => {
  const { temperature } = fitCalibration({ labels: labels(0, 0, 1, 1), probabilities: rows([sure, sure, sure, unsure]), energies: new Float64Array(4) });
  expect(temperature).toBeCloseTo(2 / Math.log(3), 5);
});

it('where all are right the temperature stays 1', () => {
  expect(fitCalibration({ labels: labels(0, 1), probabilities: rows([sure, unsure]), energies: new Float64Array(2) }).temperature).toBe(1);
});

it('19 of 20 validation images have the least energy or more', () => {
  const energies = Float64Array.from({ length: 20 }, (_, image) => 20 - image);
  const { leastEnergy } = fitCalibration({ labels: new Int32Array(20), probabilities: rows(Array.from({ length: 20 }, () => sure)), energies });
  expect(energies.filter((energy) => energy >= leastEnergy)).toHaveLength(19);
});

it('19 of 20 validation images have the least similarity or more', () => {
  const [similarities, centres] = [Float64Array.from({ length: 20 }, (_, image) => 1 - image / 20), { width: 1, values: Float32Array.of(1) }];
  const { leastSimilarity } = fitLikeness({ centres, similarities });
  expect(similarities.filter((similarity) => similarity >= leastSimilarity)).toHaveLength(19);
});
