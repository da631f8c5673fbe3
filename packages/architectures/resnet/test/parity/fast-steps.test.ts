import { startBackend } from '@attune/backend';
import { beforeAll, describe, it } from 'vitest';

import { expectTwoStepsRoughly } from '../../../../../tools/testing/step-golden.ts';
import { golden, networkOf } from './step-cases.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('torchvision ResNets on our wasm kernels', () => {
  it.each(Object.entries(golden.cases))('%s: logits and loss within 1e-4, the loss after a step within 5e-3', (_, wanted) => {
    expectTwoStepsRoughly(networkOf(wanted), wanted);
  });
});
