/** Area under the ROC curve of a score: how probable it is that a random one of the first scores is
 * above a random one of the second, ties counting half.
 *
 * Source: Mann and Whitney 1947; the same as scikit-learn's `roc_auc_score`. */
export function auroc(above: Iterable<number>, below: Iterable<number>): number {
  const [high, low] = [Float64Array.from(above).sort(), Float64Array.from(below).sort()];
  let [wins, under, upTo] = [0, 0, 0];
  for (const score of high) {
    while (under < low.length && low[under]! < score) under++;
    while (upTo < low.length && low[upTo]! <= score) upTo++;
    wins += (under + upTo) / 2;
  }
  return wins / (high.length * low.length);
}
