import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Linear } from './linear.ts';
import { evaluation } from './module.ts';
import { Network, type Segment } from './network.ts';
import { NonFiniteOutputError, requireFiniteOutput } from './non-finite.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

class Tiny extends Network {
  readonly first = new Linear({ inFeatures: 2, outFeatures: 2, random: () => 0.75 });
  readonly second = new Linear({ inFeatures: 2, outFeatures: 2, random: () => 0.75 });

  constructor() {
    super({ architecture: 'tiny', classes: 2 });
  }

  segments(): readonly Segment[] {
    return [
      { name: 'first', fields: ['first'], forward: (input) => this.first.forward(input as tf.Tensor2D, evaluation) },
      { name: 'second', fields: ['second'], forward: (input) => this.second.forward(input as tf.Tensor2D, evaluation) },
    ];
  }
}

const images = (value: number) => tf.fill([1, 2], value) as tf.Tensor as tf.Tensor4D;
const rows = (...values: number[]) => ({ what: 'logits', rows: [Float32Array.of(0, 0), Float32Array.from(values)] }) as const;

describe('requireFiniteOutput', () => {
  it('lets finite outputs pass', async () => {
    await expect(requireFiniteOutput(new Tiny(), images(1), rows(0.5, -3e38))).resolves.toBeUndefined();
  });

  it('names the variable that holds NaN', async () => {
    const network = new Tiny();
    network.second.bias!.assign(tf.tensor1d([0, Number.NaN]));
    const error = await requireFiniteOutput(network, images(1), rows(0, Number.NaN)).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(NonFiniteOutputError);
    expect(error).toMatchObject({ code: 'ATTUNE_NON_FINITE_OUTPUT', origin: 'work', image: 1, where: 'second.bias holds values that are not finite' });
  });

  it('names the first layer that overflows, where all variables are finite, and leaves no tensor', async () => {
    const network = new Tiny();
    network.first.weight.assign(tf.fill([2, 2], 1e30));
    const input = images(1e30);
    const before = tf.memory().numTensors;
    await expect(requireFiniteOutput(network, input, rows(Infinity, Infinity))).rejects.toThrow('first gives values that are not finite');
    expect(tf.memory().numTensors).toBe(before);
  });
});
