import { expect, it } from 'vitest';

import { auroc } from './auroc.ts';

// sklearn.metrics.roc_auc_score of scikit-learn 1.2.1 on the same scores.
it.each([
  [[0.9, 0.8, 0.4], [0.1, 0.5, 0.3], 8 / 9],
  [[1, 1, 2], [1, 0], 5 / 6],
  [[0], [1], 0],
])('auroc of %j above %j is %d', (above, below, expected) => {
  expect(auroc(above, below)).toBeCloseTo(expected, 12);
});
