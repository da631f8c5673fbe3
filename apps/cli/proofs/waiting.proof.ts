import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../test/image-folder-fixture.ts';
import { runAttune } from '../test/run-attune.ts';

const data = process.env['ATTUNE_DATA'] ?? '';

interface Result {
  readonly stages: readonly { readonly epochs: readonly { readonly seconds: number; readonly waitingSeconds: number }[] }[];
}

// No test: how long images are waited for depends on what else the machine does.
it.skipIf(data === '')('of a ResNet-18 with attention on ants and bees, three-stage 2,2,1, 5 % of the time at most goes by waiting for images', async () => {
  const root = await temporaryFolder();
  const weights = join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors');
  const network = ['--arch', 'resnet18', '--attention', 'cbam', '--weights', weights, '--recipe', 'three-stage', '--epochs', '2,2,1'];
  const { code, stdout, stderr } = await runAttune('finetune', join(data, 'hymenoptera'), ...network, '--out', join(root, 'run'), '--json');
  expect(code, stderr).toBe(0);
  const epochs = (JSON.parse(stdout) as Result).stages.flatMap((stage) => stage.epochs);
  const total = (figure: 'seconds' | 'waitingSeconds') => epochs.reduce((sum, epoch) => sum + epoch[figure], 0);
  expect(total('waitingSeconds') / total('seconds')).toBeLessThanOrEqual(0.05);
  await rm(root, { recursive: true });
});
