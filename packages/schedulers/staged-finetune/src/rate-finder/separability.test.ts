import { seededRandom } from '@attune/nn';
import { describe, expect, it } from 'vitest';

import { leaveOneOutAccuracy } from './separability.ts';

const random = seededRandom(3);
const noise = (width: number) => Float32Array.from({ length: width }, () => random() - 0.5);

/** By a fit without each image, of the same standardised rows and centred indicators. */
function byRefitting(rows: readonly Float32Array[], labels: readonly number[], ridge: number): number {
  const columns = rows[0]!.length;
  const standard = Array.from(rows, (row) => Array.from(row));
  for (let column = 0; column < columns; column++) {
    const values = rows.map((row) => row[column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length);
    for (const row of standard) row[column] = (row[column]! - mean) / deviation;
  }
  const classes = [...new Set(labels)];
  const means = classes.map((label) => labels.filter((other) => other === label).length / labels.length);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0) / columns;
  const right = labels.filter((label, left) => {
    const kept = [...labels.keys()].filter((index) => index !== left);
    const scores = classes.map((of, index) => {
      const targets = kept.map((image) => Number(labels[image] === of) - means[index]!);
      const matrix = kept.map((i) => kept.map((j) => dot(standard[i]!, standard[j]!) + (i === j ? ridge : 0)));
      const weights = solve(matrix, targets);
      return means[index]! + kept.reduce((sum, image, place) => sum + weights[place]! * dot(standard[image]!, standard[left]!), 0);
    });
    return classes[scores.indexOf(Math.max(...scores))] === label;
  });
  return right.length / labels.length;
}

function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  rows.forEach((pivot, at) => {
    const scaled = pivot.map((value) => value / pivot[at]!);
    rows.forEach((row, index) => (rows[index] = index === at ? scaled : row.map((value, column) => value - row[at]! * scaled[column]!)));
  });
  return rows.map((row) => row.at(-1)!);
}

describe('leaveOneOutAccuracy', () => {
  it('is that of a classifier that is fitted anew without each image, at its best ridge', () => {
    const labels = Array.from({ length: 30 }, (_, index) => index % 3);
    const rows = labels.map((label) => noise(6).map((value, column) => value + (column === label ? 0.4 : 0)));
    const best = Math.max(...[0.01, 0.1, 1].map((ridge) => byRefitting(rows, labels, ridge)));
    expect(best).toBeGreaterThan(0.4);
    expect(best).toBeLessThan(1);
    expect(leaveOneOutAccuracy({ rows, labels })).toBe(best);
  });

  it('is 1 where the classes lie apart, and near chance where labels say nothing', () => {
    const labels = Array.from({ length: 80 }, (_, index) => index % 2);
    const apart = labels.map((label) => noise(4).map((value) => value + 3 * label));
    expect(leaveOneOutAccuracy({ rows: apart, labels })).toBe(1);
    expect(leaveOneOutAccuracy({ rows: labels.map(() => noise(4)), labels })).toBeLessThan(0.7);
  });

  it('is the share of the largest class where all images are alike', () => {
    const labels = [0, 1, 1, 1, 0];
    expect(leaveOneOutAccuracy({ rows: labels.map(() => new Float32Array([2, 0])), labels })).toBe(0.6);
  });
});
