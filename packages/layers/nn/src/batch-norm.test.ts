import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';
import { finiteDifferences, gradientsOf, tensorsLeftBy } from '../../../../tools/testing/gradients.ts';
import { BatchNorm2d, BatchStatisticsError } from './batch-norm.ts';
import { type ForwardContext, evaluation, namedParameters, stateDict } from './module.ts';

const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
const holding = (...frozen: tf.Variable[]): ForwardContext => ({ ...training, frozen: new Set(frozen) });

/** 1, 2, 3, 4 in one channel. */
const fourValues = () => tf.tensor4d([1, 2, 3, 4], [2, 1, 2, 1]);

const startOf = (layer: BatchNorm2d) => [...stateDict(layer).values()].map((variable) => variable.dataSync()[0]);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A layer with every value away from its start. */
function wornLayer(): BatchNorm2d {
  const layer = new BatchNorm2d({ channels: 2 });
  layer.weight.assign(tf.tensor1d([2, -1]));
  layer.bias.assign(tf.tensor1d([0.5, 1]));
  layer.running_mean.assign(tf.tensor1d([0.3, -0.2]));
  layer.running_var.assign(tf.tensor1d([1.5, 0.7]));
  return layer;
}

describe('BatchNorm2d', () => {
  it('names weight, bias, running_mean and running_var [C], of which an optimizer may move the first two', () => {
    const layer = new BatchNorm2d({ channels: 3 });
    expect([...stateDict(layer)].map(([name, { shape }]) => [name, shape])).toEqual(
      ['weight', 'bias', 'running_mean', 'running_var'].map((name) => [name, [3]]), // torch's order
    );
    expect([...namedParameters(layer).keys()]).toEqual(['weight', 'bias']);
  });

  it('starts as torch does: scale 1 (or 0 when asked), shift 0, mean 0, variance 1', () => {
    expect(startOf(new BatchNorm2d({ channels: 1 }))).toEqual([1, 0, 0, 1]);
    expect(startOf(new BatchNorm2d({ channels: 1, scale: 0 }))).toEqual([0, 0, 0, 1]);
  });

  it('normalises by the biased variance and remembers the unbiased one: 1, 2, 3, 4 has 1.25 and 5/3', () => {
    const layer = new BatchNorm2d({ channels: 1 });
    const output = layer.forward(fourValues(), training).dataSync();
    expect(output[3]).toBeCloseTo(1.5 / Math.sqrt(1.25 + 1e-5), 6);
    expect(layer.running_mean.dataSync()[0]).toBeCloseTo(0.1 * 2.5, 6);
    expect(layer.running_var.dataSync()[0]).toBeCloseTo(0.9 + 0.1 * (5 / 3), 6);
    expect(layer.batchesTracked).toBe(1);
  });

  it('uses the stored statistics outside training, and moves nothing', () => {
    const layer = wornLayer();
    const before = [...stateDict(layer).values()].map((variable) => [...variable.dataSync()]);
    const output = layer.forward(tf.tensor4d([1, 1], [1, 1, 1, 2]), evaluation).dataSync();
    expect(output[0]).toBeCloseTo((2 * 0.7) / Math.sqrt(1.50001) + 0.5, 6);
    expect(output[1]).toBeCloseTo(-1.2 / Math.sqrt(0.70001) + 1, 6);
    expect([...stateDict(layer).values()].map((variable) => [...variable.dataSync()])).toEqual(before);
    expect(layer.batchesTracked).toBe(0);
  });

  it('holds still in training when running_mean is frozen, whatever happens to weight and bias', () => {
    const layer = wornLayer();
    const input = tf.randomNormal<tf.Rank.R4>([2, 2, 2, 2], 0, 1, 'float32', 3);
    const wanted = layer.forward(input, evaluation).dataSync();
    for (const context of [holding(layer.running_mean), holding(layer.running_mean, layer.weight, layer.bias)]) {
      expect(layer.forward(input, context).dataSync()).toEqual(wanted);
    }
    expect(layer.batchesTracked).toBe(0);
    expect(layer.forward(input, holding(layer.weight, layer.bias)).dataSync()).not.toEqual(wanted);
    expect(layer.batchesTracked).toBe(1);
  });

  it.each([
    ['training', training],
    ['evaluation', evaluation],
  ])('has the gradients of its definition in %s: finite differences within 3e-3 of the largest', (_, context) => {
    const layer = wornLayer();
    const input = tf.variable(tf.randomNormal<tf.Rank.R4>([2, 2, 2, 2], 1, 2, 'float32', 5));
    const dy = tf.randomNormal([2, 2, 2, 2], 0, 1, 'float32', 6);
    const forward = () => layer.forward(input, context);
    const variables = [input, layer.weight, layer.bias] as tf.Variable[];
    gradientsOf(forward, dy, variables).forEach((gradient, index) => {
      expect(relativeDifferenceOf(gradient.dataSync(), finiteDifferences(forward, dy, variables[index]!))).toBeLessThan(3e-3);
    });
  });

  it('gives the input the same gradient when its own parameters are frozen', () => {
    const layer = wornLayer();
    const input = tf.variable(tf.randomNormal<tf.Rank.R4>([2, 2, 2, 2], 1, 2, 'float32', 5));
    const dy = tf.randomNormal([2, 2, 2, 2], 0, 1, 'float32', 6);
    const [wanted] = gradientsOf(() => layer.forward(input, holding(layer.running_mean)), dy, [input]);
    const allFrozen = holding(layer.running_mean, layer.weight, layer.bias);
    const [gradient] = gradientsOf(() => layer.forward(input, allFrozen), dy, [input]);
    expect(gradient!.dataSync()).toEqual(wanted!.dataSync());
  });

  it('refuses to train on one value a channel, which has no variance, and moves nothing', () => {
    const layer = new BatchNorm2d({ channels: 2 });
    const train = () => layer.forward(tf.ones<tf.Rank.R4>([1, 1, 1, 2]), training);
    expect(train).toThrow(BatchStatisticsError);
    expect(train).toThrow('[1, 1, 1, 2]');
    expect(new BatchStatisticsError([1, 1, 1, 2])).toMatchObject({ code: 'ATTUNE_BATCH_STATISTICS', name: 'BatchStatisticsError', shape: [1, 1, 1, 2] });
    expect(layer.batchesTracked).toBe(0);
    expect([...layer.running_var.dataSync()]).toEqual([1, 1]);
  });

  it('leaves no tensor behind in training, frozen training or evaluation, with its gradients too', () => {
    const layer = wornLayer();
    const input = tf.variable(tf.randomNormal<tf.Rank.R4>([2, 2, 2, 2]));
    for (const context of [training, evaluation, holding(layer.running_mean), holding(layer.running_mean, layer.weight, layer.bias)]) {
      expect(tensorsLeftBy(() => layer.forward(input, context))).toBe(0);
      expect(tensorsLeftBy(() => tf.variableGrads(() => tf.sum(layer.forward(input, context)), [input]))).toBe(0);
    }
  });
});
