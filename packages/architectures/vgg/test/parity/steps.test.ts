import { startBackend } from '@attune/backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';

import { expectTwoSteps } from '../../../../../tools/testing/step-golden.ts';
import { cases, networkOf } from './step-cases.ts';

beforeAll(async () => {
  // With tfjs's own wasm backend running, ours leaves it its kernels: direct sums,
  // rounded about as PyTorch rounds.
  await tf.setBackend('wasm');
  await startBackend('wasm');
});

// Every case: fast-steps on our kernels, and the proof on these.
describe('a torchvision VGG under a narrow head, whose weights both sides generate', () => {
  it.each(['vgg16_bn with attention'])('%s: losses, logits, gradients and state over two SGD steps within 1e-4', (name) => {
    expectTwoSteps(networkOf(cases[name]!), cases[name]!);
  });
});
