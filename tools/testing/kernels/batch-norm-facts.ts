import * as tf from '@tensorflow/tfjs-core';
import { assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check';
import { expect, it } from 'vitest';

import { runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { normal, relativeError, valuesOn } from './on-both.ts';

interface Case {
  readonly images: number;
  readonly size: number;
  readonly channels: number;
  readonly relu: boolean;
  readonly withResidual: boolean;
}

const epsilon = 1e-5;

function operands({ images, size, channels, withResidual }: Case) {
  const shape = [images, size, size, channels];
  const shifted = tf.add(normal(shape, 1), 2);
  return { x: shifted, gamma: normal([channels], 2), beta: normal([channels], 3), dy: normal(shape, 4), ...(withResidual && { residual: normal(shape, 5) }) };
}

/** What the kernels promise, in float64: y, dx, dGamma, dBeta and the residual's gradient. */
async function reference(parameters: Case): Promise<Float64Array[]> {
  const { channels, relu, withResidual } = parameters;
  const inputs = await valuesOn('cpu', () => Object.values(operands(parameters)));
  const [x, gamma, beta, dy, residual] = inputs.map((values) => Float64Array.from(values)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array?,
  ];
  const rows = x.length / channels;
  const mean = channelMeans(x, channels);
  const variance = channelMeans(
    x.map((value, index) => (value - mean[index % channels]!) ** 2),
    channels,
  );
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const normalized = x.map((value, index) => (value - mean[index % channels]!) * inverse[index % channels]!);
  const sum = normalized.map((value, index) => value * gamma[index % channels]! + beta[index % channels]! + (residual?.[index] ?? 0));
  const through = relu ? dy.map((value, index) => (sum[index]! > 0 ? value : 0)) : dy;
  const dBeta = channelMeans(through, channels);
  const dGamma = channelMeans(
    through.map((value, index) => value * normalized[index]!),
    channels,
  );
  const dx = through.map((value, index) => {
    const channel = index % channels;
    return gamma[channel]! * inverse[channel]! * (value - dBeta[channel]! - normalized[index]! * dGamma[channel]!);
  });
  const y = relu ? sum.map((value) => Math.max(value, 0)) : sum;
  return [y, dx, dGamma.map((value) => value * rows), dBeta.map((value) => value * rows), ...(withResidual ? [through] : [])];
}

/** Of [rows, channels]. */
function channelMeans(values: Float64Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  values.forEach((value, index) => (sums[index % channels]! += value));
  return sums.map((sum) => (sum * channels) / values.length);
}

function fused(parameters: Case): tf.Tensor[] {
  const { dy, ...forward } = operands(parameters);
  const { relu, withResidual } = parameters;
  const [y, mean, , inverse] = runKernel('AttuneBatchNorm', forward, { epsilon, relu });
  const known = { dy, x: forward.x, y: relu ? y : undefined, gamma: forward.gamma, mean, inverse };
  return [y, ...runKernel('AttuneBatchNormGrad', known, { training: true, affine: true, withResidual })];
}

function stored(channels: number) {
  return { mean: normal([channels], 6), inverse: tf.add(tf.abs(normal([channels], 7)), 0.5) };
}

function composedStored(parameters: Case): tf.Tensor[] {
  const { x, gamma, beta, dy, residual } = operands(parameters);
  const { mean, inverse } = stored(parameters.channels);
  const normalized = tf.add(tf.mul(tf.mul(tf.sub(x, mean), inverse), gamma), beta);
  const sum = residual === undefined ? normalized : tf.add(normalized, residual);
  const through = parameters.relu ? tf.mul(dy, tf.step(sum)) : dy;
  const dx = tf.mul(through, tf.mul(gamma, inverse));
  return [parameters.relu ? tf.relu(sum) : sum, dx, ...(residual === undefined ? [] : [through])];
}

function fusedStored(parameters: Case): tf.Tensor[] {
  const { dy, ...forward } = operands(parameters);
  const { mean, inverse } = stored(parameters.channels);
  const { relu, withResidual } = parameters;
  const y = runKernel('AttuneBatchNormStored', { ...forward, mean, inverse }, { relu });
  const known = { dy, y: relu ? y : undefined, gamma: forward.gamma, inverse };
  return [y, ...runKernel('AttuneBatchNormGrad', known, { training: false, affine: false, withResidual })];
}

const anyCase = record({
  images: integer({ min: 1, max: 4 }),
  size: integer({ min: 2, max: 9 }),
  channels: constantFrom(1, 2, 3, 4, 5, 8, 11, 16, 17, 24, 32, 40, 48, 64, 96),
  relu: boolean(),
  withResidual: boolean(),
});

/** Mean and variance of a batch, then the running ones. */
function movingStatistics(): [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] {
  return [normal([37], 1), tf.abs(normal([37], 2)), normal([37], 3), tf.abs(normal([37], 4))];
}

function followed(running: tf.Tensor, newest: tf.Tensor, momentum: number): tf.Tensor {
  return tf.add(tf.mul(running, 1 - momentum), tf.mul(newest, momentum));
}

/** Of what {@link reference} gives: dGamma and dBeta, whose terms are of the size of 1. */
function isSum(index: number): boolean {
  return index === 2 || index === 3;
}

export function batchNormFacts(): void {
  it('batch norm and its gradients are those of its formulas in float64 within 1e-5', async () => {
    await assert(
      asyncProperty(anyCase, async (parameters) => {
        const wanted = await reference(parameters);
        const got = await valuesOn('wasm', () => fused(parameters));
        expect(got.length).toBe(wanted.length);
        wanted.forEach((values, index) => expect(relativeError(values, got[index]!, isSum(index) ? 1 : undefined)).toBeLessThan(1e-5));
      }),
      { numRuns: 40, examples: [[{ images: 3, size: 3, channels: 2, relu: true, withResidual: true }]] }, // whose dGamma cancels to 0.009
    );
    expect(currentEngine().runs.get('batchNormGradient')).toBeGreaterThan(0);
  });

  it('batch norm over many parts has the mean and deviation of the whole within 1e-6', async () => {
    const [, mean, variance] = await valuesOn('wasm', () => {
      const x = normal([8, 64, 64, 3], 1);
      return runKernel('AttuneBatchNorm', { x, gamma: tf.ones([3]), beta: tf.zeros([3]) }, { epsilon, relu: false });
    });
    const [wantedMean, wantedVariance] = await valuesOn('cpu', () => {
      const values = tf.moments(normal([8, 64, 64, 3], 1), [0, 1, 2]);
      return [values.mean, values.variance];
    });
    expect(relativeError(wantedMean!, mean!)).toBeLessThan(2e-4); // the mean is 1/200 of the values
    expect(relativeError(wantedVariance!, variance!)).toBeLessThan(1e-5);
  });

  it('a NaN is NaN in all outputs of its channel, with ReLU and a residual, and in no other channel', async () => {
    await tf.setBackend('wasm');
    for (const channels of [3, 16, 24, 40]) {
      const dirty = channels - 1;
      const x = Float32Array.from({ length: 4 * channels }, (_, index) => (index === channels + dirty || index === channels ? Number.NaN : index % 7));
      const y = tf.tidy(() => {
        const inputs = { x: tf.tensor(x, [1, 2, 2, channels]), gamma: tf.ones([channels]), beta: tf.zeros([channels]), residual: tf.ones([1, 2, 2, channels]) };
        return runKernel('AttuneBatchNorm', inputs, { epsilon, relu: true })[0].dataSync().slice();
      });
      y.forEach((value, index) => expect(Number.isNaN(value)).toBe(index % channels === dirty || index % channels === 0));
    }
  });

  it('running statistics follow in place, to the bits of the composed operations, and a clone keeps its values', async () => {
    const [momentum, correction] = [0.1, 98 / 97];
    const composed = await valuesOn('wasm', () => {
      const [mean, variance, runningMean, runningVariance] = movingStatistics();
      return [followed(runningMean, mean, momentum), followed(runningVariance, tf.mul(variance, correction), momentum), runningMean];
    });
    const inPlace = await valuesOn('wasm', () => {
      const [mean, variance, ...starts] = movingStatistics();
      const [runningMean, runningVariance] = starts.map((values) => tf.variable(values)) as [tf.Variable, tf.Variable];
      const clone = tf.clone(runningMean);
      runKernel('AttuneRunningStatistics', { mean, variance, runningMean, runningVariance }, { momentum, correction });
      const results = [tf.add(runningMean, 0), tf.add(runningVariance, 0), tf.add(clone, 0)];
      tf.dispose([runningMean, runningVariance]);
      return results;
    });
    expect(inPlace).toEqual(composed);
  });

  it('with stored statistics, and its gradient, is that of the composed operations within 1e-5', async () => {
    await assert(
      asyncProperty(anyCase, async (parameters) => {
        const wanted = await valuesOn('cpu', () => composedStored(parameters));
        const got = await valuesOn('wasm', () => fusedStored(parameters));
        expect(got.length).toBe(wanted.length);
        wanted.forEach((values, index) => expect(relativeError(values, got[index]!)).toBeLessThan(1e-5));
      }),
      { numRuns: 20 },
    );
  });
}
