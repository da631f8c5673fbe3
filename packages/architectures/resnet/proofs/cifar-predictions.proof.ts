import { startBackend } from '@attune/backend';
import { describe, it } from 'vitest';

import { resnet32, resnet56 } from '../src/index.ts';
import { expectPyTorchsPredictions } from '../test/parity/cifar-predictions.ts';

describe.skipIf(!process.env['ATTUNE_DATA'])('the deeper CIFAR-10 ResNets on the whole test set', () => {
  it.each([
    ['resnet32', 'resnet32-d509ac18.th', resnet32],
    ['resnet56', 'resnet56-4bfd9763.th', resnet56],
  ] as const)('%s: all 10,000 predictions are PyTorch’s, and the logits of the first 64 images within 1e-4', async (name, file, build) => {
    await startBackend('wasm', { threads: 2 });
    await expectPyTorchsPredictions(build(), { name, file });
  });
});
