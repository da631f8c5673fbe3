import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { startBackend } from '@attune/backend';
import { BatchNorm2d, Conv2d, Linear, type Network, defineNetwork, disposeModule, seededRandom } from '@attune/nn';
import { defineRecipe, fineTune } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

import { waves } from './waves.ts';

const batchSize = 4;
// A run keeps what each epoch has given: 25 of them.
const images = 1600;
const steps = 10_000;
const stepsPerSample = 250;

interface Sample {
  readonly step: number;
  readonly residentBytes: number;
  readonly tensors: number;
}

it('10,000 steps hold the tensors of the first 2,000, and its resident memory within a tenth', async () => {
  const { description } = await startBackend('auto', { threads: 2 });
  const samples = await train();
  const settled = samples.filter(({ step }) => step > 2000);
  const bytesPerStep = slope(settled.map(({ step, residentBytes }) => [step, residentBytes]));
  const [first, last] = [settled[0]!, settled.at(-1)!];
  process.stdout.write(
    `${description}: ${last.step} steps, ${bytesPerStep.toFixed(1)} bytes a step, ${megabytes(first)} MB at step ${first.step} and ${megabytes(last)} MB at the end\n`,
  );
  expect(new Set(settled.map(({ tensors }) => tensors)).size).toBe(1);
  expect(last.residentBytes).toBeLessThan(1.1 * first.residentBytes);
});

async function train(): Promise<Sample[]> {
  const network = smallNetwork();
  const data = { classes: ['even', 'odd'], train: waves(images, 16), validation: waves(4, 16) };
  const epochs = Math.ceil((steps * batchSize) / images);
  const samples: Sample[] = [];
  let step = 0;
  for await (const event of fineTune(network, data, recipe(epochs), { batchSize, seed: 1 })) {
    if (event.kind !== 'step') continue;
    step += 1;
    if (step % stepsPerSample === 0) samples.push(sampleAt(step));
  }
  disposeModule(network);
  return samples;
}

function smallNetwork(): Network {
  const random = seededRandom(1);
  return defineNetwork({
    architecture: 'own',
    classes: 2,
    fields: {
      conv1: new Conv2d({ inChannels: 3, outChannels: 16, kernelSize: 3, padding: 1, bias: false, random }),
      bn1: new BatchNorm2d({ channels: 16 }),
      conv2: new Conv2d({ inChannels: 16, outChannels: 32, kernelSize: 3, padding: 1, stride: 2, bias: false, random }),
      bn2: new BatchNorm2d({ channels: 32 }),
      fc: new Linear({ inFeatures: 32, outFeatures: 2, random }),
    },
    segments: ({ conv1, bn1, conv2, bn2, fc }) => [
      {
        name: 'body',
        fields: ['conv1', 'bn1', 'conv2', 'bn2'],
        forward: (input, context) => {
          const first = bn1.activate(conv1.forward(input as tf.Tensor4D, context), context);
          return bn2.activate(conv2.forward(first, context), context);
        },
      },
      { name: 'head', fields: ['fc'], forward: (features, context) => fc.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context) },
    ],
  });
}

function recipe(epochs: number) {
  return defineRecipe({ name: 'flat', stages: [{ name: 'all', epochs, clipNorm: 1, groups: [{ name: 'all', select: 'rest', learningRate: 0.01 }] }] });
}

function megabytes({ residentBytes }: Sample): string {
  return (residentBytes / 1e6).toFixed(1);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function sampleAt(step: number): Sample {
  collectGarbage();
  return { step, residentBytes: process.memoryUsage.rss(), tensors: tf.memory().numTensors };
}

/** Of the line nearest to the points, by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
