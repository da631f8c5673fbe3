import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { disposeModule, evaluation, loadStateDict, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../tools/testing/generated-network.ts';
import { resnet18, resnet20 } from '../src/index.ts';

const placements = ['after-block', 'in-block', 'after-stage'] as const;
const cases = (['wasm', 'cpu'] as const).flatMap((backend) => placements.map((placement) => ({ backend, placement })));

describe('identity attention put into a network', () => {
  it.each(cases)('$placement, on $backend: no logit of a ResNet-20 changes by a bit', async ({ backend, placement }) => {
    await startBackend(backend);
    expectSameLogits(resnet20(), resnet20({ attention: cbam({ variant: 'identity' }), placement }));
  });

  it.each(placements)('%s: no logit of a ResNet-18 changes by a bit', async (placement) => {
    await startBackend('wasm');
    expectSameLogits(resnet18({ classes: 10 }), resnet18({ classes: 10, attention: cbam({ variant: 'identity' }), placement }));
  });
});

type AnyNetwork = ReturnType<typeof resnet18> | ReturnType<typeof resnet20>;

function expectSameLogits(plain: AnyNetwork, attentive: AnyNetwork): void {
  fillWithGenerated(plain);
  loadStateDict(attentive, stateDict(plain), { allowMissing: (name) => name.includes('cbam') });
  const images = generatedImages('images.0', 2, 32);
  const [before, after] = [plain, attentive].map((network) => tf.tidy(() => network.forward(images, evaluation).dataSync()));
  expect(after).toEqual(before);
  images.dispose();
  [plain, attentive].forEach(disposeModule);
}
