import { startBackend } from '@attune/backend';
import { describe, it } from 'vitest';

import { resnet20 } from '../../src/index.ts';
import { expectPyTorchsPredictions } from './cifar-predictions.ts';

describe.skipIf(!process.env['ATTUNE_DATA'])('the trained CIFAR-10 ResNets on the whole test set', () => {
  it('resnet20: all 10,000 predictions are PyTorch’s, and the logits of the first 64 images within 1e-4', async () => {
    await startBackend('wasm', { threads: 2 });
    await expectPyTorchsPredictions(resnet20(), { name: 'resnet20', file: 'resnet20-12fca82f.th' });
  });
});
