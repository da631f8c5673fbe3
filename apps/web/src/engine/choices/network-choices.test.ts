import { describe, expect, it } from 'vitest';

import type { ModelChoice } from '../protocol/choices.ts';
import { drawnNetwork } from './network-choices.ts';

const chosen: ModelChoice = {
  architecture: 'resnet20',
  weights: { kind: 'none' },
  attention: 'identity',
  placement: 'after-block',
  reduction: 16,
  attentionKernel: 3,
  attentionGates: 'positions',
};

describe('the gates of attention', () => {
  it('are what was chosen', () => {
    expect(drawnNetwork(chosen, 2)).toMatchObject({ attentionKernel: 3, attentionGates: 'positions' });
  });

  it('of channels alone have no kernel', () => {
    const { attentionKernel, attentionGates } = drawnNetwork({ ...chosen, attentionGates: 'channels' }, 2);
    expect({ attentionKernel, attentionGates }).toEqual({ attentionKernel: undefined, attentionGates: 'channels' });
  });

  it('are left out where a kind of attention has one alone, or where there is none', () => {
    for (const attention of ['se', 'none'] as const) {
      const { attentionKernel, attentionGates } = drawnNetwork({ ...chosen, attention }, 2);
      expect({ attentionKernel, attentionGates }).toEqual({ attentionKernel: undefined, attentionGates: undefined });
    }
  });
});
