import type { LabelledPredictions } from './labelled-predictions.ts';

/** Probabilities below this count as this: their logarithm is all that is left of the logits. */
const leastProbability = 1e-30;
const bounds = [1e-3, 1e3] as const;

/** The temperature T for which softmax(logits / T) has the smallest mean loss: above 1 when the
 * network is too sure of itself. Between 0.001 and 1000.
 *
 * The logits are taken as ln p, from which they differ by a constant a row. In 1/T the loss is
 * convex, so that its slope has one zero, found by halving.
 * Source: Guo et al. 2017, arXiv:1706.04599, §4.2. Fit it on validation images, never
 *         on those that judge. */
export function fitTemperature(predictions: LabelledPredictions): number {
  const rows = logarithms(predictions);
  let [low, high] = bounds.map(Math.log) as [number, number];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (slope(rows, predictions, Math.exp(-middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** softmax(ln p / T) of every row: the same predictions, surer or less sure. */
export function withTemperature<T extends LabelledPredictions>(predictions: T, temperature: number): T {
  const rows = logarithms(predictions);
  const probabilities = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += predictions.classes) {
    probabilities.set(softmax(rows.subarray(start, start + predictions.classes), 1 / temperature), start);
  }
  return { ...predictions, probabilities };
}

function logarithms({ probabilities }: LabelledPredictions): Float64Array {
  return Float64Array.from(probabilities, (probability) => Math.log(Math.max(probability, leastProbability)));
}

/** d loss / d(1/T): the mean over images of Σ p·z − z of the class. */
function slope(rows: Float64Array, { classes, labels }: LabelledPredictions, sharpness: number): number {
  let sum = 0;
  labels.forEach((label, image) => {
    const row = rows.subarray(image * classes, (image + 1) * classes);
    const expected = softmax(row, sharpness).reduce((total, probability, index) => total + probability * row[index]!, 0);
    sum += expected - row[label]!;
  });
  return sum / labels.length;
}

function softmax(row: Float64Array, sharpness: number): Float64Array {
  const most = row.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const powers = row.map((value) => Math.exp((value - most) * sharpness));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
