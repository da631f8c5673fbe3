import { fileURLToPath } from 'node:url';

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { hasChromium, runInChromium } from '../../../../tools/testing/chromium.ts';
import { type KernelSizes, tableKernels } from '../../../../tools/testing/kernels/every-kernel.ts';
import { relativeError, valuesOn } from '../../../../tools/testing/kernels/on-both.ts';
import { startWasm } from '../../kernels-wasm/src/start-wasm.ts';
import { tied } from './browser/edges.ts';
import type { OnCard } from './browser/worker.ts';

const entry = fileURLToPath(new URL('browser/worker.ts', import.meta.url));
const alias = { '@tensorflow/tfjs-backend-webgpu': fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-webgpu')) };

/** Few channels and more than a group's, whole groups and tails, one part of rows and many. */
const sizes: readonly KernelSizes[] = [
  { images: 2, height: 9, width: 7, inChannels: 5, outChannels: 1 },
  { images: 1, height: 11, width: 11, inChannels: 80, outChannels: 1 },
  { images: 3, height: 1, width: 1, inChannels: 16, outChannels: 1 },
  { images: 1, height: 75, width: 75, inChannels: 3, outChannels: 1 },
];

describe.skipIf(!hasChromium)('on the software adapter of Chromium', () => {
  let card: OnCard;

  beforeAll(async () => {
    card = await runInChromium<OnCard>({ entry, isolated: false, alias, message: sizes });
  });

  it.each(sizes.map((size, index) => [size, index] as const))('every kernel gives what wasm gives within 1e-5: %o', async (size, index) => {
    await startWasm({ threads: 1 });
    const wanted = await valuesOn('wasm', () => tableKernels(size));
    const got = card.kernels[index]!;
    expect(got.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
    wanted.forEach((values, output) => expect(relativeError(values, got[output]!), `output ${output}`).toBeLessThan(1e-5));
    await tf.setBackend('cpu');
  });

  it('the first of equal maxima is the place, over positions and over channels', () => {
    const [positions, channels] = [Array.from({ length: 9 }, (_, index) => index), Array.from({ length: 40 }, (_, index) => index)];
    const ofPositions = channels.map((channel) => firstOf(positions.map((position) => tied[position * 40 + channel]!)));
    const ofChannels = positions.map((position) => firstOf(channels.map((channel) => tied[position * 40 + channel]!)));
    expect(card.edges.tiedPlaces).toEqual([ofPositions, ofChannels]);
  });

  it('a NaN is the maximum, and NaN in its channel of a batch norm with ReLU alone', () => {
    expect(card.edges.nanPlaces).toEqual([2, 17]);
    expect(card.edges.nanOutputs).toEqual([true, false, true, false, true, false, true, false]);
  });

  it('a step is in place, is seen after values were read, and leaves a clone alone', () => {
    const [first, second] = [0.5, 0.5 * 1.9];
    const moved = [1, 2].map((start) => expect.closeTo(start - first - second, 5) as number);
    expect(card.edges.afterStep).toEqual({ parameter: moved, clone: [1, 2] });
  });

  it('running statistics follow by the momentum, the variance corrected', () => {
    expect(card.edges.running).toEqual([
      [2, 3],
      [5.75, 7],
    ]);
  });
});

function firstOf(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
