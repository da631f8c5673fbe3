import { startBackend } from '@attune/backend';
import { disposeModule } from '@attune/nn';
import { resnet20 } from '@attune/resnet';
import { fineTune, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import { expect, it } from 'vitest';

import { softwareWebgpu } from '../../../tools/testing/webgpu-in-node.ts';
import { waves } from './waves.ts';

const side = 8;
// Ten steps are two epochs of five. The loss of a batch of one image, whose statistics are its own,
// parts by 2e-2 between wasm and native, too.
const batchSize = 13;
const epochs = [2, 2, 2];

it('three stages of ten steps on 64 images have the losses of wasm within 1e-3', async ({ skip }) => {
  const webgpu = await softwareWebgpu();
  if ('missing' in webgpu) return skip(webgpu.missing as string);
  Object.assign(process.env, webgpu);
  const [wasm, gpu] = [await lossesOn('wasm'), await lossesOn('webgpu')];
  expect(gpu).toHaveLength(30);
  const apart = Math.max(...gpu.map((loss, step) => Math.abs(loss - wasm[step]!)));
  process.stdout.write(`largest difference ${apart.toExponential(1)}\n`);
  expect(apart).toBeLessThan(1e-3);
});

async function lossesOn(backend: string): Promise<number[]> {
  await startBackend(backend, { threads: 2 });
  const started = performance.now();
  const losses = await lossesOfSteps();
  process.stdout.write(`${backend}: ${losses.length} steps, ${((performance.now() - started) / 1000).toFixed(1)} s with evaluation\n`);
  return losses;
}

async function lossesOfSteps(): Promise<number[]> {
  const network = resnet20({ classes: 2, seed: 1 });
  const data = { classes: ['even', 'odd'], train: waves(64, side), validation: waves(8, side) };
  const steps: number[] = [];
  for await (const event of fineTune(network, data, withEpochs(threeStageSmall(), epochs), { batchSize, seed: 1 })) {
    if (event.kind === 'step') steps.push(event.loss);
  }
  disposeModule(network);
  return steps;
}
