import { startBackend } from '@attune/backend';
import { disposeModule, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../../tools/testing/generated-network.ts';
import { relativeDifference } from '../../../../../tools/testing/golden.ts';
import { expectTwoSteps } from '../../../../../tools/testing/step-golden.ts';
import { resnet34, resnet50 } from '../../src/index.ts';
import { golden, networkOf } from './step-cases.ts';

beforeAll(async () => {
  // With tfjs's own wasm backend running, ours leaves it its kernels: direct sums,
  // rounded about as PyTorch rounds.
  await tf.setBackend('wasm');
  await startBackend('wasm');
});

// Every case: fast-steps on our kernels, and the proof on these.
describe('torchvision ResNets, with and without our identity CBAM, whose weights both sides generate', () => {
  it.each(['resnet18 in-block', 'bottleneck-1-1-1-1 plain', 'resnet20 plain', 'resnet20 after-block'])(
    '%s: losses, logits, gradients and state over two SGD steps within 1e-4',
    (name) => {
      expectTwoSteps(networkOf(golden.cases[name]!), golden.cases[name]!);
    },
  );

  it.each([
    ['resnet34', resnet34],
    ['resnet50', resnet50],
  ] as const)('%s: logits within 1e-4', (name, build) => {
    const network = fillWithGenerated(build({ classes: 10, seed: null }));
    const { batch, images, size, logits } = golden.evaluations[name];
    tf.tidy(() => {
      expect(relativeDifference(network.forward(generatedImages(batch, images, size), evaluation), logits)).toBeLessThan(1e-4);
    });
    disposeModule(network);
  });
});
