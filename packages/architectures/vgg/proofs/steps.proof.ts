import { startBackend } from '@attune/backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';

import { expectTwoSteps } from '../../../../tools/testing/step-golden.ts';
import { cases, networkOf } from '../test/parity/step-cases.ts';

beforeAll(async () => {
  await tf.setBackend('wasm'); // tfjs's own kernels, as in the test of one of these
  await startBackend('wasm');
});

describe('torchvision VGGs under a narrow head, with and without our identity CBAM, whose weights both sides generate', () => {
  it.each(Object.entries(cases))('%s: losses, logits, gradients and state over two SGD steps within 1e-4', (_, wanted) => {
    expectTwoSteps(networkOf(wanted), wanted);
  });
});
