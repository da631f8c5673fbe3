import { startBackend } from '@attune/backend';
import { disposeModule } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import { type TrainingData, fineTune, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import { expect, it } from 'vitest';

import { softwareWebgpu } from '../../../tools/testing/webgpu-in-node.ts';

const side = 16;
// 64 images are nine batches of seven and one of one.
const batchSize = 7;

it('three stages of ten steps on 64 images have the losses of wasm within 1e-3', async ({ skip }) => {
  const webgpu = await softwareWebgpu();
  if ('missing' in webgpu) return skip(webgpu.missing as string);
  Object.assign(process.env, webgpu);
  const [wasm, gpu] = [await lossesOn('wasm'), await lossesOn('webgpu')];
  expect(gpu).toHaveLength(30);
  const apart = Math.max(...gpu.map((loss, step) => Math.abs(loss - wasm[step]!)));
  console.log(`largest difference ${apart.toExponential(1)}`);
  expect(apart).toBeLessThan(1e-3);
});

async function lossesOn(backend: string): Promise<number[]> {
  await startBackend(backend, { threads: 2 });
  const started = performance.now();
  const losses = await lossesOfSteps();
  console.log(`${backend}: ${losses.length} steps, ${((performance.now() - started) / 1000).toFixed(1)} s with evaluation`);
  return losses;
}

async function lossesOfSteps(): Promise<number[]> {
  const network = resnet20({ classes: 2, seed: 1 });
  const data = { classes: ['even', 'odd'], train: waves(64), validation: waves(8) };
  const steps: number[] = [];
  for await (const event of fineTune(network, data, withEpochs(threeStageSmall(), [1, 1, 1]), { batchSize, seed: 1 })) {
    if (event.kind === 'step') steps.push(event.loss);
  }
  disposeModule(network);
  return steps;
}

/** Waves of two lengths. */
function waves(size: number): TrainingData['train'] {
  const labels = Int32Array.from({ length: size }, (_, index) => index % 2);
  const image = (index: number) => Float32Array.from({ length: side * side * 3 }, (_, at) => Math.sin(at * 0.37 * (1 + labels[index]! * 0.2) + index));
  const batchIndices: TrainingData['train']['batchIndices'] = ({ batchSize: length, firstBatch = 0 }) =>
    Array.from({ length: Math.ceil(size / length) }, (_, batch) =>
      Int32Array.from({ length: Math.min(length, size - batch * length) }, (__, place) => batch * length + place),
    ).slice(firstBatch);
  return {
    size,
    labels,
    batchIndices,
    async *batches(options) {
      for (const indices of batchIndices(options)) {
        const images = new Float32Array(indices.length * side * side * 3);
        indices.forEach((index, place) => images.set(image(index), place * side * side * 3));
        yield { images, shape: [indices.length, side, side, 3], labels: Int32Array.from(indices, (index) => labels[index]!), indices };
      }
    },
  };
}
