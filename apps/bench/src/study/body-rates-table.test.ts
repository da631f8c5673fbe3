import { expect, it } from 'vitest';

import { bodyRatesTable } from './body-rates-table.ts';
import type { StudyResult } from './study-result.ts';
import { parseStudy } from './study-spec.ts';

const set = 'images: { sample: emoji }, architecture: resnet20, weights: sample, imageSize: 32, batchSize: 8, recipe: three-stage, epochs: [1, 1, 1]';
const spec = parseStudy(`
sets: { a: { ${set} }, b: { ${set} } }
arms:
  none: { attention: none }
  identity: { attention: identity }
  none-body-10: { attention: none, bodyRateScale: 10 }
  none-body-auto: { attention: none, bodyRateScale: auto }
controls: [none]
claims: []
chosenOn: []
rounds: [{ sets: [a], arms: [none], seeds: 1 }]`);

const resultOf = (name: string, arm: string, accuracies: readonly number[]) =>
  accuracies.map((accuracy, seed) => ({ set: name, arm, seed, accuracy, fold: null }) as StudyResult);

it('compares measured rates with the best of the fixed, over the seeds that all have, on sets that have both', () => {
  const results = [
    ...resultOf('a', 'none', [0.5, 0.6, 0.9]),
    ...resultOf('a', 'none-body-10', [0.7, 0.7]),
    ...resultOf('a', 'none-body-auto', [0.69, 0.69, 0.1]),
    ...resultOf('b', 'none', [0.5]),
    ...resultOf('b', 'none-body-auto', [0.5]),
  ];
  expect(
    bodyRatesTable(spec, results)
      .split('\n')
      .map((line) => line.replaceAll(/\s+/gu, ' ')),
  ).toEqual([
    '| set | seeds | × 1 | × 10 | auto | auto against the best | over seeds |',
    expect.stringMatching(/^\|[-:|]+\|$/u),
    '| a | 2 | 55.00 % | 70.00 % | 69.00 % | −1.00 | −1.00 to −1.00 |',
  ]);
});
