import { type ImageDataset, preprocess } from '@attune/data';
import { type BlockGates, attentionGates } from '@attune/insight';
import { type Network, gatesOf } from '@attune/nn';
import type { Run } from '@attune/run';
import * as tf from '@tensorflow/tfjs-core';

import { endedStages } from './ended-stages.ts';
import type { GateDrift } from './page/run-report.ts';

const imagesLookedAt = 8;

/** How far the gates were from 1 at the end of each stage, on a few validation images. The network
 * ends with the run's best weights. */
export async function gateDrift(
  run: Run,
  network: Network,
  { dataset, signal }: { readonly dataset: ImageDataset; readonly signal?: AbortSignal | undefined },
): Promise<GateDrift[]> {
  if (gatesOf(network).size === 0) return [];
  const images = await someImages(dataset);
  const drifts: GateDrift[] = [];
  for await (const index of endedStages(run, network, { signal }))
    drifts.push(...meanDrift(run.recipe.stages[index]!.name, await attentionGates(network, images)));
  images.dispose();
  return drifts;
}

/** Evenly spread over the validation images, so over the classes. */
async function someImages({ validation, preprocessing }: ImageDataset): Promise<tf.Tensor4D> {
  const { imageSize } = preprocessing;
  const channels = preprocessing.mean.length;
  const square = imageSize ** 2 * channels;
  const count = Math.min(imagesLookedAt, validation.size);
  const pixels = new Float32Array(count * square);
  for (let number = 0; number < count; number++) {
    const image = await validation.image(Math.floor((number * validation.size) / count));
    pixels.set(preprocess(image, preprocessing), number * square);
  }
  return tf.tensor4d(pixels, [count, imageSize, imageSize, channels]);
}

function meanDrift(stage: string, images: readonly (readonly BlockGates[])[]): GateDrift[] {
  return images[0]!.map(({ path }, block) => ({
    stage,
    block: path,
    channels: meanDistance(images.map((blocks) => blocks[block]!.channels)),
    positions: meanDistance(images.map((blocks) => blocks[block]!.positions?.values ?? new Float32Array())),
  }));
}

/** Of gates from 1, image by image; null where there are none. */
function meanDistance(images: readonly Float32Array[]): number | null {
  return images.every(({ length }) => length === 0) ? null : mean(images.map(distance));
}

function distance(gates: Float32Array): number {
  return gates.reduce((sum, gate) => sum + Math.abs(gate - 1), 0) / Math.max(1, gates.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
