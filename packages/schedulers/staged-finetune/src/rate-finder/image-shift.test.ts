import { BatchNorm2d, Network, type Segment, evaluation, seededRandom } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';

import { shiftGauge } from './image-shift.ts';

/** Norms after each other, with two channels. */
class Norms extends Network {
  readonly first = new BatchNorm2d({ channels: 2 });
  readonly cbam = new BatchNorm2d({ channels: 2 });

  constructor() {
    super({ architecture: 'norms', classes: 2 });
  }

  segments(): readonly Segment[] {
    const forward = (input: tf.Tensor, context: typeof evaluation) => this.cbam.forward(this.first.forward(input as tf.Tensor4D, context), context);
    return [{ name: 'norms', fields: ['first', 'cbam'], forward }];
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = seededRandom(5);
const images = Array.from({ length: 12 }, () => Array.from({ length: 3 * 3 }, () => [2 * random(), random() - 4]));

/** In parts of so many images. */
async function shiftIn(network: Network, size: number): Promise<number | null> {
  const gauge = shiftGauge(network);
  for (let from = 0; from < images.length; from += size) {
    const part = images.slice(from, from + size);
    (await gauge.look(() => tf.tidy(() => network.forward(tf.tensor4d(part.flat(2), [part.length, 3, 3, 2]), evaluation)))).dispose();
  }
  return gauge.shift();
}

/** Of channel values from a norm's (0, 1). */
function expected(channel: 0 | 1): number {
  const values = images.flat().map((pixel) => pixel[channel]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return (variance + mean ** 2 - 1 - Math.log(variance)) / 2;
}

it('is the divergence of what a norm sees from its running statistics, whatever the batches; attention is left out, and nothing is kept', async () => {
  const [network, whole] = [new Norms(), (expected(0) + expected(1)) / 2];
  const tensors = tf.memory().numTensors;
  for (const size of [12, 5]) expect((await shiftIn(network, size))! / whole).toBeCloseTo(1, 3);
  expect(tf.memory().numTensors).toBe(tensors);
  network.cbam.running_mean.assign(tf.tensor1d([100, 100]));
  expect((await shiftIn(network, 12))! / whole).toBeCloseTo(1, 3);
});

it('is null before a norm has seen anything', async () => {
  expect(await shiftGauge(new Norms()).shift()).toBeNull();
});
