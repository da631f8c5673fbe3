import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../../../kernel-table/src/index.ts';

export interface EdgeResults {
  /** Places of the maxima of tied values, over positions and over channels. */
  readonly tiedPlaces: readonly (readonly number[])[];
  /** Places of a NaN among the maxima, over positions and over channels. */
  readonly nanPlaces: readonly number[];
  /** Which outputs of a batch norm with ReLU are NaN, of two channels. */
  readonly nanOutputs: readonly boolean[];
  /** A parameter, and its clone from before a step. */
  readonly afterStep: { readonly parameter: readonly number[]; readonly clone: readonly number[] };
  /** Running mean and variance after a batch's. */
  readonly running: readonly (readonly number[])[];
}

/** Four values, again and again: [1, 3, 3, 40]. */
export const tied = Array.from({ length: 9 * 40 }, (_, index) => (Math.floor(index / 40) * 7 + (index % 40) * 5) % 4);

/** What kernels do where comparisons are delicate and where memory is shared. */
export async function edgeResults(): Promise<EdgeResults> {
  const ties = tf.tensor4d(tied, [1, 3, 3, 40]);
  const dirty = tf.tensor4d(
    Array.from({ length: 6 * 20 }, (_, index) => (index === 2 * 20 + 17 ? Number.NaN : index % 11)),
    [1, 6, 1, 20],
  );
  const pairs = tf.tensor4d([1, 2, Number.NaN, 3, -1, 5, 0, 7], [1, 2, 2, 2]);
  const [y] = runKernel('AttuneBatchNorm', { x: pairs, gamma: tf.ones([2]), beta: tf.zeros([2]) }, { epsilon: 1e-5, relu: true });
  return {
    tiedPlaces: await placesOf(ties),
    nanPlaces: (await placesOf(dirty)).map((places, index) => places[index === 0 ? 17 : 2]!),
    nanOutputs: [...(await y.data())].map((value) => Number.isNaN(value)),
    afterStep: await stepBesideClone(),
    running: await followed(),
  };
}

async function placesOf(x: tf.Tensor): Promise<number[][]> {
  const [, positions] = runKernel('AttunePositionPools', { x }, {});
  const [, channels] = runKernel('AttuneChannelPools', { x }, { meanAt: 0 });
  return [[...(await positions.data())], [...(await channels.data())]];
}

async function stepBesideClone(): Promise<EdgeResults['afterStep']> {
  const [parameter, velocity] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.zeros([2]))];
  await parameter.data(); // tfjs keeps what it has read
  const clone = tf.clone(parameter);
  const settings = { learningRate: 0.5, momentum: 0.9, dampening: 0, weightDecay: 0, gradientScale: 1, nesterov: false };
  runKernel('AttuneSgd', { parameter, gradient: tf.ones([2]), velocity }, settings);
  await parameter.data();
  runKernel('AttuneSgd', { parameter, gradient: tf.ones([2]), velocity }, settings);
  return { parameter: [...(await parameter.data())], clone: [...(await clone.data())] };
}

async function followed(): Promise<number[][]> {
  const [runningMean, runningVariance] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([3, 4]))];
  const inputs = { mean: tf.tensor1d([5, 6]), variance: tf.tensor1d([7, 8]), runningMean, runningVariance };
  runKernel('AttuneRunningStatistics', inputs, { momentum: 0.25, correction: 2 });
  return [[...(await runningMean.data())], [...(await runningVariance.data())]];
}
