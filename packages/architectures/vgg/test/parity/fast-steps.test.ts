import { startBackend } from '@attune/backend';
import { beforeAll, describe, it } from 'vitest';

import { expectTwoStepsRoughly } from '../../../../../tools/testing/step-golden.ts';
import { cases, networkOf } from './step-cases.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('torchvision VGGs on our wasm kernels', () => {
  it.each(Object.entries(cases))('%s: logits and loss within 1e-4, the loss after a step within 5e-3', (_, wanted) => {
    expectTwoStepsRoughly(networkOf(wanted), wanted);
  });
});
