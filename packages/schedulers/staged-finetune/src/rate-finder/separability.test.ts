import { seededRandom } from '@attune/nn';
import { describe, expect, it } from 'vitest';

import { leaveOneOutAccuracy } from './separability.ts';

const random = seededRandom(3);
const noise = (width: number) => Float32Array.from({ length: width }, () => random() - 0.5);

/** By a fit without each image: of the same standardised rows, centred, as are the indicators, over
 * the images that are left. */
function byRefitting(rows: readonly Float32Array[], labels: readonly number[], ridge: number): number {
  const columns = rows[0]!.length;
  const deviations = Array.from({ length: columns }, (_, column) => {
    const values = rows.map((row) => row[column]!);
    const mean = meanOf(values);
    return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  });
  const standard = rows.map((row) => Array.from(row, (value, column) => value / deviations[column]!));
  const classes = [...new Set(labels)];
  const right = labels.filter((label, left) => {
    const kept = [...labels.keys()].filter((index) => index !== left);
    const centre = deviations.map((_, column) => meanOf(kept.map((image) => standard[image]![column]!)));
    const dot = (a: number, b: number) =>
      centre.reduce((sum, value, column) => sum + (standard[a]![column]! - value) * (standard[b]![column]! - value), 0) / columns;
    const scores = classes.map((of) => {
      const mean = meanOf(kept.map((image) => Number(labels[image] === of)));
      const matrix = kept.map((i) => kept.map((j) => dot(i, j) + (i === j ? ridge : 0)));
      const weights = solve(
        matrix,
        kept.map((image) => Number(labels[image] === of) - mean),
      );
      return mean + kept.reduce((sum, image, place) => sum + weights[place]! * dot(image, left), 0);
    });
    return classes[scores.indexOf(Math.max(...scores))] === label;
  });
  return right.length / labels.length;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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

  it('is near chance where labels say nothing of few images of many features: no image tells its own label', () => {
    const labels = Array.from({ length: 20 }, (_, index) => index % 10);
    expect(leaveOneOutAccuracy({ rows: labels.map(() => noise(512)), labels })).toBeLessThan(0.4);
    const two = Array.from({ length: 40 }, (_, index) => index % 2);
    expect(leaveOneOutAccuracy({ rows: two.map(() => noise(512)), labels: two })).toBeLessThan(0.7);
  });

  it('is the share of the largest class where all images are alike, and 0 of one image', () => {
    const labels = [0, 1, 1, 1, 1];
    expect(leaveOneOutAccuracy({ rows: labels.map(() => new Float32Array([2, 0])), labels })).toBe(0.8);
    expect(leaveOneOutAccuracy({ rows: [new Float32Array([2, 0])], labels: [1] })).toBe(0);
  });
});
