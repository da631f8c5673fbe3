/** A table of numbers: [rows · width], row after row. */
export interface Rows {
  readonly values: Float32Array | Float64Array;
  readonly width: number;
}

/** One column of a table. */
export function columnOf({ values, width }: Rows, column: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column]!);
}

/** Average precision: the mean of the precision over the images that have the class, ranked by
 * score; images of one score stand together. NaN where no image has the class.
 *
 * Source: scikit-learn's `average_precision_score`. */
export function averagePrecision(scores: Float64Array, isPositive: (image: number) => boolean): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const positives = order.filter(isPositive).length;
  let [found, seen, sum] = [0, 0, 0];
  for (let at = 0; at < order.length; at = seen) {
    const before = found;
    for (seen = at; seen < order.length && scores[order[seen]!] === scores[order[at]!]; seen++) found += isPositive(order[seen]!) ? 1 : 0;
    sum += (found - before) * (found / seen);
  }
  return sum / positives;
}

/** How a threshold divides images into those that have a class and those that have not. Images at
 * the threshold count as having it. */
export interface ThresholdFigures {
  readonly precision: number;
  readonly recall: number;
  readonly F1: number;
}

/** Where nothing is found or there is nothing to find, precision and recall are 0, as
 * scikit-learn's `zero_division=0`. */
export function thresholdFigures(scores: Float64Array, isPositive: (image: number) => boolean, threshold: number): ThresholdFigures {
  let [right, found, positives] = [0, 0, 0];
  scores.forEach((score, image) => {
    const [isFound, isThere] = [score >= threshold, isPositive(image)];
    right += isFound && isThere ? 1 : 0;
    found += isFound ? 1 : 0;
    positives += isThere ? 1 : 0;
  });
  return { precision: share(right, found), recall: share(right, positives), F1: share(2 * right, found + positives) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** The threshold with the highest F1: halfway between two scores that lie next to each other, the
 * highest of equal ones. 0.5 where no image has the class. */
export function fitThreshold(scores: Float64Array, isPositive: (image: number) => boolean): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const positives = order.filter(isPositive).length;
  if (positives === 0) return 0.5;
  let [right, best, threshold] = [0, 0, 0.5];
  for (const [place, image] of order.entries()) {
    right += isPositive(image) ? 1 : 0;
    const [score, next] = [scores[image]!, scores[order[place + 1] ?? -1] ?? 0];
    if (score === next && place + 1 < order.length) continue;
    const F1 = (2 * right) / (place + 1 + positives);
    if (F1 > best) [best, threshold] = [F1, (score + next) / 2];
  }
  return threshold;
}

/** R²: 1 less the share of the values' variance that is left. NaN where all values are one.
 *
 * Source: scikit-learn's `r2_score`. */
export function determination(values: Float64Array, targets: Float64Array): number {
  const mean = meanOf(targets);
  const left = meanOf(values.map((value, image) => (value - targets[image]!) ** 2));
  const whole = meanOf(targets.map((target) => (target - mean) ** 2));
  return whole === 0 ? Number.NaN : 1 - left / whole;
}

/** The mean size of an error, in the unit of the target. */
export function meanAbsoluteError(values: Float64Array, targets: Float64Array): number {
  return meanOf(values.map((value, image) => Math.abs(value - targets[image]!)));
}

/** Over the numbers among them; NaN where there is none. */
export function meanOfDefined(values: readonly number[]): number {
  return meanOf(Float64Array.from(values.filter((value) => !Number.isNaN(value))));
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
