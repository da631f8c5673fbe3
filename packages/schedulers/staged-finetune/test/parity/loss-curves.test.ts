import { readFileSync } from 'node:fs';

import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import type { ForwardContext, Network } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../../tools/testing/generated-network.ts';
import { type Recipe, type Split, type TrainingData, fineTune, threeStage, withEpochs } from '../../src/index.ts';

/** Losses of tools/fixtures/staged-finetune/make_loss_curves.py. */
interface LossCurves {
  readonly images: number;
  readonly size: number;
  readonly steps: number;
  readonly curves: Readonly<Record<string, readonly number[]>>;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as LossCurves;
const [together, apart] = [read('loss-curves.json'), read('loss-curves-apart.json')];

/** As before there were groups that are clipped apart, and as runs of that time have it. */
function clippedTogether(recipe: Recipe): Recipe {
  return { ...recipe, stages: recipe.stages.map((stage) => ({ ...stage, groups: stage.groups.map(({ clipNorm: _own, ...group }) => group) })) };
}

/** The generated batches in their order, whatever order is asked for. */
function generatedSplit({ images, size, steps }: LossCurves): Split {
  const labels = Int32Array.from({ length: images * steps }, (_, index) => ((index % images) + Math.floor(index / images)) % 10);
  const batchIndices = () => Array.from({ length: steps }, (_, step) => Int32Array.from({ length: images }, (_each, image) => step * images + image));
  async function* batches() {
    for (const [step, indices] of batchIndices().entries()) {
      const tensor = generatedImages(`images.${step}`, images, size);
      const values = Float32Array.from(tensor.dataSync());
      tensor.dispose();
      yield { images: values, shape: [images, size, size, 3] as const, labels: indices.map((index) => labels[index]!), indices };
    }
  }
  return { size: labels.length, labels, batches, batchIndices };
}

/** Lets the running statistics become those of the images. */
function settle(network: Network, { images, size, steps }: LossCurves): void {
  const settling: ForwardContext = { training: true, frozen: new Set(), random: Math.random };
  for (let pass = 0; pass < 3 * steps; pass++) tf.tidy(() => void network.forward(generatedImages(`images.${pass % steps}`, images, size), settling));
}

beforeAll(async () => {
  await startBackend('wasm');
});

/** The first stage has no attention to clip. */
const cases = Object.keys(together.curves).flatMap((name, index) => [
  ...(index === 0 ? [] : [{ index, name, clipped: 'attention clipped apart', golden: apart, ofDefault: threeStage() }]),
  { index, name, clipped: 'all clipped together', golden: together, ofDefault: clippedTogether(threeStage()) },
]);

it.each(cases)(
  'stage $index of three-stage ($name), $clipped: each of 20 losses of a ResNet-20 with CBAM within 1e-3 of PyTorch’s',
  async ({ index, name, golden, ofDefault }) => {
    const network = fillWithGenerated(resnet20({ classes: 10, attention: cbam({ variant: 'identity' }) }));
    settle(network, golden);
    const split = generatedSplit(golden);
    const data: TrainingData = { classes: Array.from({ length: 10 }, (_, label) => `${label}`), train: split, validation: split };
    const recipe = withEpochs(
      ofDefault,
      [0, 1, 2].map((stage) => (stage === index ? 1 : 0)),
    );
    const losses: number[] = [];
    for await (const event of fineTune(network, data, recipe, { batchSize: golden.images })) if (event.kind === 'step') losses.push(event.loss);
    expect(losses).toHaveLength(golden.steps);
    golden.curves[name]!.forEach((loss, step) => expect(Math.abs(losses[step]! / loss - 1), `step ${step + 1}`).toBeLessThan(1e-3));
  },
);
