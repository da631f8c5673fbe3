import { describe, expect, it } from 'vitest';

import { ResNetConfigError } from './config-error.ts';
import type { ResNetConfig } from './config.ts';
import { resnet18, resnet20, resnet50, resnets } from './models.ts';

function errorOf(build: () => unknown): ResNetConfigError {
  try {
    build();
  } catch (error) {
    if (error instanceof ResNetConfigError) return error;
  }
  throw new Error('no ResNetConfigError was thrown');
}

describe('ResNetConfigError', () => {
  it('names every impossible option at once, with its value and rule, before anything is built', () => {
    const error = errorOf(() => resnet18({ classes: 0, placement: 'behind' as 'in-block', attentionStages: [1, 5] }));
    expect(error).toMatchObject({ code: 'ATTUNE_RESNET_CONFIG', name: 'ResNetConfigError', architecture: 'resnet18' });
    expect(error.message).toBe(
      'resnet18 cannot be built: classes is 0, and must be a whole number from 1 up; placement is "behind", and must be one of in-block, after-block, after-stage; attentionStages is [1,5], and must be among its stages, 1, 2, 3, 4.',
    );
    expect(error.faults.map(({ option }) => option)).toEqual(['classes', 'placement', 'attentionStages']);
  });

  it.each<ResNetConfig>([
    { classes: 1.5 },
    { classes: -2 },
    { classes: Number.NaN },
    { attentionStages: [4] },
    { attentionStages: [0] },
    { attentionStages: [1.5] },
    { strideIn: 'conv1' },
  ])('refuses %o for a CIFAR ResNet of three stages', (config) => {
    expect(errorOf(() => resnet20(config)).faults).toHaveLength(1);
  });

  it('refuses a stride in a convolution that takes none', () => {
    expect(errorOf(() => resnet50({ strideIn: 'conv3' as 'conv2' })).message).toContain('strideIn is "conv3", and must be one of conv1, conv2');
  });

  it('refuses in JavaScript an option that does not exist, with the one that was meant', () => {
    const misspelled: object = { clases: 2, dropout: 2 };
    const error = errorOf(() => resnet18(misspelled));
    expect(error.message).toBe(
      'resnet18 cannot be built: dropout is 2, and must be at least 0 and less than 1; "clases" is not an option: did you mean "classes"? The options are classes, channels, attention, placement, attentionStages, attentionBlocks, strideIn, stochasticDepth, dropout, seed.',
    );
    expect(error.faults.at(-1)).toMatchObject({ option: 'clases', value: 2, unknown: true });
  });

  it.each(Object.entries(resnets))('%s refuses it too', (_, build) => {
    expect(errorOf(() => build({ clases: 2 } as object)).faults).toHaveLength(1);
  });
});
