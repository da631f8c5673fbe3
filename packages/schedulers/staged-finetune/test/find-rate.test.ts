import { namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { RateSweepError, RecipeError, findRate, full, suggestRate, threeStage } from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('suggestRate', () => {
  const rates = Array.from({ length: 100 }, (_, index) => 1e-7 * 1e8 ** (index / 99));

  it('finds the steepest fall, and a valley before the bottom', () => {
    // Flat until 1e-4, down to its bottom at 1e-2, then up.
    const losses = rates.map((rate) => {
      const position = Math.log10(rate);
      return position < -2 ? 2 - 1 / (1 + Math.exp(-4 * (position + 3))) : 1 + (position + 2) ** 2;
    });
    const { valley, steepest } = suggestRate({ rates, losses });
    expect(Math.log10(steepest)).toBeCloseTo(-3, 0);
    expect(valley).toBeGreaterThan(1e-6);
    expect(valley).toBeLessThan(1e-2);
  });
});

describe('findRate', () => {
  it('gives rates that grow evenly and a loss for each, and leaves weights and tensors as they were', async () => {
    const network = new TinyNetwork();
    const valuesOf = () => [...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]);
    const [before, tensors] = [valuesOf(), tf.memory().numTensors];
    const { rates, losses, valley, steepest } = await findRate(network, tinyData(), full(), { steps: 30, batchSize: 4 });
    expect(valuesOf()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(losses).toHaveLength(rates.length);
    expect(rates[0]).toBeCloseTo(1e-7, 15);
    expect(rates[2]! / rates[1]!).toBeCloseTo(rates[1]! / rates[0]!, 8);
    for (const rate of [valley, steepest]) expect(rates).toContain(rate);
  });

  it('a loss that is not finite from the start is an error, and the weights stay', async () => {
    const network = new TinyNetwork();
    network.fc.bias!.assign(tf.fill([3], Number.NaN) as tf.Tensor1D);
    await expect(findRate(network, tinyData(), full(), { steps: 5 })).rejects.toThrow(RateSweepError);
  });

  it('moves only the stage and group that it is told to', async () => {
    const network = new TinyNetwork();
    const { rates } = await findRate(network, tinyData(), threeStage(), { stage: 'all', group: 'attention', steps: 12, batchSize: 4 });
    expect(rates.length).toBeGreaterThan(5);
    await expect(findRate(network, tinyData(), threeStage(), { stage: 'late' })).rejects.toThrow(RecipeError);
    await expect(findRate(network, tinyData(), threeStage(), { stage: 'all', group: 'gates' })).rejects.toThrow(/its groups are head, attention/);
  });
});
