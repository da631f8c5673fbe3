import * as tf from '@tensorflow/tfjs-core';

/** Rows of features, one for each image. */
export interface FeatureTable {
  /** [images · width], row after row. */
  readonly features: Float32Array;
  readonly width: number;
  /** [images], positions among the classes. */
  readonly labels: Int32Array;
  readonly classes: number;
}

const memory = 10;
const mostSteps = 100;
/** Of the gradient's largest entry, where the minimum is near enough. */
const tolerance = 1e-5;

/** Multinomial logistic regression: minimises the mean cross-entropy plus `penalty` / 2 · ‖W‖², the
 * biases left out, by L-BFGS with a backtracking line search. The minimum is one alone, so nothing
 * here is random.
 *
 * scikit-learn's `LogisticRegression(C)` has its penalty at 1 / (C · images).
 * Source: Nocedal 1980, Mathematics of Computation 35(151).
 * @returns [width · classes] weights, row after row, then [classes] biases. */
export async function fitLogisticRegression({ features, width, labels, classes }: FeatureTable, penalty: number): Promise<Float64Array> {
  const images = labels.length;
  const inputs = tf.tensor2d(features, [images, width]);
  const wanted = tf.tensor2d(oneHot(labels, classes), [images, classes]);
  const objective = async (weights: Float64Array): Promise<Evaluated> => {
    const [loss, slopes, biasSlopes] = await valuesOf(() => {
      const { matrix, biases } = layerOf(weights, { width, classes });
      const logProbabilities = tf.logSoftmax(tf.add(tf.matMul(inputs, matrix), biases));
      const residuals = tf.div<tf.Tensor2D>(tf.sub(tf.exp(logProbabilities), wanted), images);
      const crossEntropy = tf.div(tf.neg(tf.sum(tf.mul(logProbabilities, wanted))), images);
      const penalised = tf.add(crossEntropy, tf.mul(tf.sum(tf.square(matrix)), penalty / 2));
      return [penalised, tf.add(tf.matMul(inputs, residuals, true), tf.mul(matrix, penalty)), tf.sum(residuals, 0)];
    });
    const gradient = new Float64Array((width + 1) * classes);
    gradient.set(slopes!);
    gradient.set(biasSlopes!, width * classes);
    return { loss: loss![0]!, gradient };
  };
  try {
    return await minimum(objective, new Float64Array((width + 1) * classes));
  } finally {
    tf.dispose([inputs, wanted]);
  }
}

/** Softmax of the logits of each row: [images · classes]. */
export async function linearProbabilities(weights: Float64Array, { features, width, classes }: Omit<FeatureTable, 'labels'>): Promise<Float32Array> {
  const [probabilities] = await valuesOf(() => {
    const { matrix, biases } = layerOf(weights, { width, classes });
    const inputs = tf.tensor2d(features, [features.length / width, width]);
    return [tf.softmax(tf.add(tf.matMul(inputs, matrix), biases))];
  });
  return probabilities!;
}

async function valuesOf(compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(compute);
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return values;
}

/** tfjs's own writes whole numbers where the wasm backend is asked for floats. */
function oneHot(labels: Int32Array, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (const [image, label] of labels.entries()) rows[image * classes + label] = 1;
  return rows;
}

function layerOf(weights: Float64Array, { width, classes }: Pick<FeatureTable, 'width' | 'classes'>): { matrix: tf.Tensor2D; biases: tf.Tensor1D } {
  const values = Float32Array.from(weights);
  const entries = width * classes;
  return { matrix: tf.tensor2d(values.subarray(0, entries), [width, classes]), biases: tf.tensor1d(values.subarray(entries)) };
}

interface Evaluated {
  readonly loss: number;
  readonly gradient: Float64Array;
}

type Objective = (weights: Float64Array) => Promise<Evaluated>;

/** One step that was taken, and how the gradient changed over it. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

async function minimum(objective: Objective, start: Float64Array): Promise<Float64Array> {
  let [weights, at] = [start, await objective(start)];
  const pairs: Pair[] = [];
  for (let step = 0; step < mostSteps && largest(at.gradient) > tolerance; step++) {
    const found = await searchAlong(objective, { weights, at, direction: descent(at.gradient, pairs) });
    if (found === null) break;
    const pair = pairOf(difference(found.weights, weights), difference(found.at.gradient, at.gradient));
    if (pair !== null) pairs.push(pair);
    if (pairs.length > memory) pairs.shift();
    ({ weights, at } = found);
  }
  return weights;
}

/** Minus the gradient through the inverse curvature of the last steps. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = pairs.map(() => 0);
  for (let index = pairs.length - 1; index >= 0; index--) {
    const { step, change, curvature } = pairs[index]!;
    shares[index] = inner(step, direction) / curvature;
    addTo(direction, change, -shares[index]!);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) scale(direction, newest.curvature / inner(newest.change, newest.change));
  pairs.forEach(({ step, change, curvature }, index) => addTo(direction, step, shares[index]! - inner(change, direction) / curvature));
  return direction;
}

interface Place {
  readonly weights: Float64Array;
  readonly at: Evaluated;
}

/** The first of steps halved again and again that lowers the loss enough; null where none does. */
async function searchAlong(objective: Objective, { weights, at, direction }: Place & { readonly direction: Float64Array }): Promise<Place | null> {
  const slope = inner(at.gradient, direction);
  for (let length = 1; length > 1e-6; length /= 2) {
    const tried = weights.map((value, index) => value + length * direction[index]!);
    const there = await objective(tried);
    if (there.loss <= at.loss + 1e-4 * length * slope) return { weights: tried, at: there };
  }
  return null;
}

function pairOf(step: Float64Array, change: Float64Array): Pair | null {
  const curvature = inner(step, change);
  return curvature > 1e-12 ? { step, change, curvature } : null;
}

function difference(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, index) => value - other[index]!);
}

function inner(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}

function addTo(target: Float64Array, values: Float64Array, factor: number): void {
  for (const [index, value] of values.entries()) target[index]! += factor * value;
}

function scale(target: Float64Array, factor: number): void {
  for (const index of target.keys()) target[index]! *= factor;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
